package io.balena.releaseupdate.rollout.journal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The devices that a roll-out had pinned, compact enough for a tag: their ids are split into groups, and the number and
 * sum of each group are kept. These identify every device that is missing later, unless a group misses several.
 *
 * @param groups one per remainder of the ids
 */
public record Roster(List<Group> groups) {

    private static final int SIZE = 47;
    private static final int RADIX = 36;

    /** The number of devices, and the sum of their ids. */
    record Group(long count, long sum) {}

    /**
     * The devices that a later read lacks.
     *
     * @param ids the devices that can be identified
     * @param others how many more are missing at least
     */
    public record Missing(Set<Long> ids, long others) {}

    public Roster {
        groups = List.copyOf(groups);
        if (groups.size() != SIZE) {
            throw new IllegalArgumentException("not " + SIZE + " groups");
        }
    }

    /** The roster of these devices. */
    public static Roster of(Collection<Long> ids) {
        long[] counts = new long[SIZE];
        long[] sums = new long[SIZE];
        for (long id : ids) {
            int group = Math.floorMod(id, SIZE);
            counts[group]++;
            sums[group] += id;
        }
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            groups.add(new Group(counts[i], sums[i]));
        }
        return new Roster(groups);
    }

    /** @throws IllegalArgumentException if the text is no roster */
    static Roster parse(String text) {
        List<Group> groups = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String[] numbers = part.split("\\.", -1);
            groups.add(
                    part.isEmpty()
                            ? new Group(0, 0)
                            : new Group(Long.parseLong(numbers[0], RADIX), Long.parseLong(numbers[1], RADIX)));
        }
        return new Roster(groups);
    }

    long size() {
        return groups.stream().mapToLong(Group::count).sum();
    }

    /** The text for a tag, at most some 600 characters. */
    String text() {
        return groups.stream()
                .map(group -> group.count() == 0
                        ? ""
                        : Long.toString(group.count(), RADIX) + "." + Long.toString(group.sum(), RADIX))
                .collect(Collectors.joining(","));
    }

    /** The devices of this roster that the later one lacks; additional ones don't matter. */
    public Missing missingFrom(Roster later) {
        Set<Long> ids = new HashSet<>();
        long others = 0;
        for (int i = 0; i < SIZE; i++) {
            Group before = groups.get(i);
            Group now = later.groups.get(i);
            long count = before.count() - now.count();
            long sum = before.sum() - now.sum();
            if (count == 1 && sum > 0 && Math.floorMod(sum, SIZE) == i) {
                ids.add(sum);
            } else if (count > 0) {
                others += count;
            } else if (count == 0 && sum != 0) {
                others++;
            }
        }
        return new Missing(Set.copyOf(ids), others);
    }
}

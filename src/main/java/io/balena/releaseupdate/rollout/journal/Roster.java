package io.balena.releaseupdate.rollout.journal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which devices a roll-out had pinned, in so few characters that a tag holds it: their ids are dealt into groups, and of
 * each group their number and sum are kept. That names every device that is missing later, unless several of one group
 * are.
 *
 * @param groups one for each remainder of an id
 */
public record Roster(List<Group> groups) {

    private static final int SIZE = 47;
    private static final int RADIX = 36;

    /** How many devices, and the sum of their ids. */
    record Group(long count, long sum) {}

    /**
     * What a later look lacks.
     *
     * @param ids the devices that can be named
     * @param others how many more there are at least
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

    /** @throws IllegalArgumentException if the text is none */
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

    /** Some 600 characters at most. */
    String text() {
        return groups.stream()
                .map(group -> group.count() == 0
                        ? ""
                        : Long.toString(group.count(), RADIX) + "." + Long.toString(group.sum(), RADIX))
                .collect(Collectors.joining(","));
    }

    /** A device that came in addition is no loss. */
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

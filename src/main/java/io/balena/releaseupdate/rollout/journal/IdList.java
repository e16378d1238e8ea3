package io.balena.releaseupdate.rollout.journal;

import io.balena.releaseupdate.model.BalenaException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Device ids as tag values of up to 1,000 characters each. The list's name depends on its content: tags of different
 * runs never mix, and the tag that refers to the list decides which one is valid.
 *
 * @param name the name; empty for the empty list
 * @param parts the values of its tags
 */
public record IdList(String name, List<String> parts) {

    /** The most tags per list; enough for some 2,000 devices. */
    static final int MOST_PARTS = 20;

    private static final int LONGEST = 1_000;

    /**
     * The list of these ids.
     *
     * @param what the ids' meaning, for messages: {@code devices that are pinned to the release already}
     * @throws BalenaException.Usage if there are too many
     */
    public static IdList of(Collection<Long> ids, String what) {
        if (ids.isEmpty()) {
            return new IdList("", List.of());
        }
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (Long id : new TreeSet<>(ids)) {
            if (part.length() + 1 + id.toString().length() > LONGEST) {
                parts.add(part.toString());
                part.setLength(0);
            }
            part.append(part.length() == 0 ? "" : ",").append(id);
        }
        parts.add(part.toString());
        if (parts.size() > MOST_PARTS) {
            throw new BalenaException.Usage("There are too many " + what + " to remember in tags of the release: "
                    + ids.size() + ". A roll-out keeps up to " + MOST_PARTS + " tags of them, some 2,000 devices.");
        }
        byte[] all = String.join(",", parts).getBytes(StandardCharsets.UTF_8);
        String name = UUID.nameUUIDFromBytes(all).toString().substring(0, 8) + "-" + parts.size();
        return new IdList(name, List.copyOf(parts));
    }

    /**
     * Reads a list.
     *
     * @param values the values of all tags, by key
     * @throws JournalException if one of its tags is missing or malformed
     */
    static Set<Long> read(int attempt, String name, Map<String, String> values) {
        Set<Long> ids = new TreeSet<>();
        if (name.isEmpty()) {
            return ids;
        }
        int parts = JournalException.reading(name, () -> Integer.parseInt(name.substring(name.indexOf('-') + 1)));
        for (int index = 0; index < Math.min(parts, MOST_PARTS); index++) {
            String key = JournalKeys.list(attempt, name, index + 1);
            String value = values.get(key);
            if (value == null) {
                throw new JournalException(key, "is not there");
            }
            JournalException.reading(
                    key,
                    () -> ids.addAll(
                            Arrays.stream(value.split(",")).map(Long::parseLong).toList()));
        }
        return ids;
    }
}

package io.balena.releaseupdate;

import io.balena.releaseupdate.model.ImagePair;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/** The deltas to request, by due time; equal ones in the order of their first entry. */
final class RequestQueue {

    private record Entry(long due, int order, DeltaAttempts pair) {}

    private final TreeSet<Entry> entries =
            new TreeSet<>(Comparator.comparingLong(Entry::due).thenComparingInt(Entry::order));
    private final Map<ImagePair, Entry> byPair = new HashMap<>();
    private final Map<ImagePair, Integer> orders = new HashMap<>();

    /** Moves a delta to its new place, or removes it. */
    void update(DeltaAttempts pair, OptionalLong due) {
        Entry known = byPair.remove(pair.pair());
        if (known != null) {
            entries.remove(known);
        }
        if (due.isPresent()) {
            int order = orders.computeIfAbsent(pair.pair(), first -> orders.size());
            Entry entry = new Entry(due.getAsLong(), order, pair);
            entries.add(entry);
            byPair.put(pair.pair(), entry);
        }
    }

    /** When the first one may be requested. */
    OptionalLong nextDue() {
        return entries.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(entries.first().due());
    }

    /** The first one that may be requested now. */
    Optional<DeltaAttempts> next(long now) {
        return entries.isEmpty() || entries.first().due() > now
                ? Optional.empty()
                : Optional.of(entries.first().pair());
    }
}

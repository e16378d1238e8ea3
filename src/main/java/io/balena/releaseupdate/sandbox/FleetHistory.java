package io.balena.releaseupdate.sandbox;

import io.balena.releaseupdate.sandbox.data.Data;
import io.balena.releaseupdate.sandbox.data.Resource;
import io.balena.releaseupdate.sandbox.data.Row;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The fleets' earlier targets, for lagging reads. Guarded by the lock of the data. */
final class FleetHistory {

    private static final List<String> KEPT = List.of("should_be_running__release", "should_track_latest_release");

    private record Revision(Instant since, Map<String, Object> values) {}

    private final Data data;
    private final Map<Long, Deque<Revision>> versions = new HashMap<>();

    FleetHistory(Data data) {
        this.data = data;
    }

    /** Records changes since the last call. */
    void note(Instant now) {
        synchronized (data) {
            for (Row fleet : data.rows(Resource.APPLICATION)) {
                Deque<Revision> known = versions.computeIfAbsent(fleet.id(), id -> new ArrayDeque<>());
                Map<String, Object> values = values(fleet);
                if (known.isEmpty() || !known.peek().values().equals(values)) {
                    known.push(new Revision(now, values));
                }
            }
        }
    }

    private static Map<String, Object> values(Row fleet) {
        Map<String, Object> values = new HashMap<>();
        KEPT.forEach(name -> values.put(name, fleet.get(name)));
        return values;
    }

    /** Runs a read on an earlier state of the fleets. */
    <T> T asOf(Instant past, Supplier<T> reading) {
        synchronized (data) {
            Map<Row, Map<String, Object>> present = new HashMap<>();
            for (Row fleet : data.rows(Resource.APPLICATION)) {
                present.put(fleet, values(fleet));
                set(fleet, at(fleet, past));
            }
            try {
                return reading.get();
            } finally {
                present.forEach(FleetHistory::set);
            }
        }
    }

    private Map<String, Object> at(Row fleet, Instant past) {
        Map<String, Object> values = values(fleet);
        for (Revision version : versions.getOrDefault(fleet.id(), new ArrayDeque<>())) {
            values = version.values();
            if (!version.since().isAfter(past)) {
                break;
            }
        }
        return values;
    }

    private static void set(Row fleet, Map<String, Object> values) {
        values.forEach(fleet::set);
    }
}

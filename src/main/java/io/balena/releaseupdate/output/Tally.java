package io.balena.releaseupdate.output;

import io.balena.releaseupdate.model.UpdateStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** How many deltas have which status. */
record Tally(int total, int ready, int preparing, int pending, int failed) {

    static Tally of(Collection<DeltaProgress> deltas) {
        return new Tally(
                deltas.size(),
                count(deltas, UpdateStatus.READY),
                count(deltas, UpdateStatus.PREPARING),
                count(deltas, UpdateStatus.PENDING),
                count(deltas, UpdateStatus.FAILED));
    }

    private static int count(Collection<DeltaProgress> deltas, UpdateStatus status) {
        return (int) deltas.stream().filter(delta -> delta.status() == status).count();
    }

    /** For people: {@code 2 of 5 ready, 3 being built}. */
    String inWords() {
        if (total == 0) {
            return "no deltas needed";
        }
        List<String> parts = new ArrayList<>();
        parts.add(ready + " of " + total + " ready");
        add(parts, preparing, "being built");
        add(parts, pending, "pending");
        add(parts, failed, "failed");
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, int count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }
}

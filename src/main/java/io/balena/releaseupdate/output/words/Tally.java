package io.balena.releaseupdate.output.words;

import io.balena.releaseupdate.model.UpdateStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** How many deltas have which status. */
public record Tally(int total, int ready, int preparing, int pending, int failed) {

    /** Counts these statuses, one for each delta. */
    public static Tally ofStatuses(Collection<UpdateStatus> statuses) {
        return new Tally(
                statuses.size(),
                Collections.frequency(statuses, UpdateStatus.READY),
                Collections.frequency(statuses, UpdateStatus.PREPARING),
                Collections.frequency(statuses, UpdateStatus.PENDING),
                Collections.frequency(statuses, UpdateStatus.FAILED));
    }

    /** For people: {@code 2 of 5 ready, 3 being built}. */
    public String inWords() {
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

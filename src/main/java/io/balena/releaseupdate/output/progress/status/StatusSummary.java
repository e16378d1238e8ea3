package io.balena.releaseupdate.output.progress.status;

import io.balena.releaseupdate.model.DeviceCounts;
import io.balena.releaseupdate.model.DeviceState;
import io.balena.releaseupdate.model.StatusEnd;
import java.util.ArrayList;
import java.util.List;

/** A fleet's devices in one line, and how a watch over them ended. */
final class StatusSummary {

    private StatusSummary() {}

    /** {@code 28 of 40 updated, 3 downloading, 9 waiting}. */
    static String of(DeviceCounts devices) {
        List<String> parts = new ArrayList<>();
        parts.add(devices.updated() + " of " + devices.targeted() + " updated");
        for (DeviceState state : DeviceState.values()) {
            if (state != DeviceState.UPDATED && devices.in(state) > 0) {
                parts.add(devices.in(state) + " " + state.label());
            }
        }
        return String.join(", ", parts);
    }

    /** The name of an ending in NDJSON; never changes. */
    static String label(StatusEnd end) {
        if (end instanceof StatusEnd.Reached) {
            return "reached";
        }
        if (end instanceof StatusEnd.TimedOut) {
            return "timed_out";
        }
        if (end instanceof StatusEnd.Superseded) {
            return "superseded";
        }
        return end instanceof StatusEnd.Interrupted ? "interrupted" : "stopped";
    }

    /** The beginning of a line for people. */
    static String phrase(StatusEnd end) {
        return end instanceof StatusEnd.Reached ? "done" : label(end).replace('_', ' ');
    }
}

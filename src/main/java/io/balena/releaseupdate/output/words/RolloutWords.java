package io.balena.releaseupdate.output.words;

import io.balena.releaseupdate.model.RolloutDeviceState;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.RolloutReport;
import io.balena.releaseupdate.model.RolloutStage;
import io.balena.releaseupdate.text.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A roll-out in words, for documents, progress and errors alike; not yet fit to be shown. */
public final class RolloutWords {

    private RolloutWords() {}

    /** The name of an ending in JSON; never changes. */
    public static String label(RolloutOutcome outcome) {
        if (outcome instanceof RolloutOutcome.Done) {
            return "done";
        }
        if (outcome instanceof RolloutOutcome.StagePassed) {
            return "stage_passed";
        }
        if (outcome instanceof RolloutOutcome.Undone) {
            return "undone";
        }
        if (outcome instanceof RolloutOutcome.Halted) {
            return "halted";
        }
        if (outcome instanceof RolloutOutcome.Paused) {
            return "paused";
        }
        if (outcome instanceof RolloutOutcome.Superseded) {
            return "superseded";
        }
        if (outcome instanceof RolloutOutcome.TimedOut) {
            return "timed_out";
        }
        return outcome instanceof RolloutOutcome.Interrupted ? "interrupted" : "stopped";
    }

    /** The same for people: {@code timed out}. */
    public static String phrase(RolloutOutcome outcome) {
        return label(outcome).replace('_', ' ');
    }

    /** Why it ended so; empty if the name of the ending says all. */
    public static Optional<String> reason(RolloutOutcome outcome) {
        if (outcome instanceof RolloutOutcome.Halted halted) {
            return Optional.of(halted.reason());
        }
        if (outcome instanceof RolloutOutcome.Paused paused) {
            return Optional.of(paused.reason());
        }
        if (outcome instanceof RolloutOutcome.Superseded superseded) {
            return Optional.of(superseded.reason());
        }
        return outcome instanceof RolloutOutcome.Stopped stopped
                ? Optional.of(stopped.reason().getMessage())
                : Optional.empty();
    }

    /** The heading: {@code 2.0.0 (f5ee689) for acme/kiosk, from 1.2.0 (8e323b4)}. */
    public static String headline(RolloutReport report) {
        return report.to().label() + " for " + report.fleet().slug() + ", from "
                + report.origin().label();
    }

    /** A stage's devices by state, {@code 12 updated, 3 downloading}; empty while none is followed. */
    public static String devices(RolloutStage stage) {
        List<String> parts = new ArrayList<>();
        for (RolloutDeviceState state : RolloutDeviceState.values()) {
            if (stage.in(state) > 0) {
                parts.add(stage.in(state) + " " + state.label());
            }
        }
        return String.join(", ", parts);
    }

    /**
     * The evidence of a stage's gate: its decision, or the numbers so far, {@code 103 of 120 devices judged, 3 of them
     * failed}; empty while the stage is not followed.
     */
    public static Optional<String> gate(RolloutStage stage) {
        if (stage.verdict().isPresent() || stage.devices().isEmpty()) {
            return stage.verdict();
        }
        long judged = stage.in(RolloutDeviceState.UPDATED) + stage.failed();
        long all = stage.devices().values().stream().mapToLong(Long::longValue).sum();
        return Optional.of(judged + " of " + Counts.devices(all) + " judged, " + stage.failed() + " of them failed");
    }

    /** Which devices run what, as far as the roll-out has to do with them. */
    public static String whoRunsWhat(RolloutReport report) {
        List<String> parts = new ArrayList<>();
        boolean isFleet = report.current()
                .filter(stage -> stage.name().equals(RolloutStage.FLEET))
                .isPresent();
        String states = report.current().map(RolloutWords::devices).orElse("");
        if (report.pinned() > 0) {
            parts.add(are(report.pinned()) + " pinned to " + report.to().label()
                    + (isFleet || states.isEmpty() ? "" : " (" + states + ")"));
        }
        if (report.keptPins() > 0) {
            parts.add(are(report.keptPins()) + " pinned to it by somebody else");
        }
        String noun = !parts.isEmpty() ? "" : report.following() == 1 ? " device" : " devices";
        parts.add(report.following() + noun + (report.following() == 1 ? " follows" : " follow")
                + " the fleet, which is " + report.target().label());
        return String.join(", ", parts) + (isFleet && !states.isEmpty() ? "; of all these devices: " + states : "");
    }

    private static String are(long count) {
        return Counts.devices(count) + (count == 1 ? " is" : " are");
    }
}

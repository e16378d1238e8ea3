package io.balena.releaseupdate.rollout.plan;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.DeviceSelection;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.ForbiddenTag;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.RolloutReport;
import io.balena.releaseupdate.rollout.journal.JournalEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The next step of a roll-out. */
public sealed interface RolloutStep {

    /** Read these devices, then decide. */
    record Survey(DeviceSelection.Reachable devices) implements RolloutStep {}

    /** Get the deltas from the target back to the origin built. */
    record PrepareWayBack() implements RolloutStep {}

    /**
     * Get the deltas for a stage's devices built.
     *
     * @param stage its number
     * @param sources the ids of the releases that they run; for the last stage, those of all the fleet's devices
     */
    record Prepare(int stage, Set<Long> sources, boolean isFleet) implements RolloutStep {}

    /**
     * Write to the journal.
     *
     * @param entries the entries, in this order
     * @param what their meaning, as a sentence
     */
    record Write(List<JournalEntry> entries, String what) implements RolloutStep {}

    /**
     * Pin devices.
     *
     * @param unless the tag that forbids it
     */
    record PinDevices(List<Long> ids, FleetTarget expected, ForbiddenTag unless) implements RolloutStep {}

    /**
     * Clear the pins of devices.
     *
     * @param unless the tag that forbids it
     */
    record ClearPins(List<Long> ids, FleetTarget expected, ForbiddenTag unless) implements RolloutStep {}

    /**
     * Pin the fleet.
     *
     * @param release the id of the release
     * @param unless the tag that forbids it
     */
    record PinFleet(long release, FleetTarget expected, ForbiddenTag unless) implements RolloutStep {}

    /**
     * Read again after a moment, and take the step if that read leads to it, too: it depends on something missing in a
     * response, which may be an error.
     */
    record Confirm(RolloutStep then) implements RolloutStep {}

    /** Read again after a pause. */
    record Wait() implements RolloutStep {}

    /** Stop. */
    sealed interface End extends RolloutStep {

        /** How the run ends. */
        RolloutOutcome outcome(Optional<RolloutReport> report);

        /** Whether a single read is enough for this end. */
        default boolean isGood() {
            return false;
        }
    }

    /**
     * The roll-out is done.
     *
     * @param isCertain whether a single read is enough to tell
     */
    record Done(boolean isCertain) implements End {
        @Override
        public RolloutOutcome outcome(Optional<RolloutReport> report) {
            return new RolloutOutcome.Done(report);
        }

        @Override
        public boolean isGood() {
            return isCertain;
        }
    }

    /** The roll-out is undone. */
    record Undone() implements End {
        @Override
        public RolloutOutcome outcome(Optional<RolloutReport> report) {
            return new RolloutOutcome.Undone(report);
        }

        @Override
        public boolean isGood() {
            return true;
        }
    }

    /**
     * The stage to stop after passed.
     *
     * @param isCertain whether a single read is enough to tell
     */
    record Stop(boolean isCertain) implements End {
        @Override
        public RolloutOutcome outcome(Optional<RolloutReport> report) {
            return new RolloutOutcome.StagePassed(report);
        }

        @Override
        public boolean isGood() {
            return isCertain;
        }
    }

    /** @param reason a clause */
    record Halt(String reason) implements End {
        @Override
        public RolloutOutcome outcome(Optional<RolloutReport> report) {
            return new RolloutOutcome.Halted(report, reason);
        }
    }

    /** @param reason a clause */
    record Pause(String reason) implements End {
        @Override
        public RolloutOutcome outcome(Optional<RolloutReport> report) {
            return new RolloutOutcome.Paused(report, reason);
        }
    }

    /** @param reason a sentence or two */
    record Superseded(String reason) implements End {
        @Override
        public RolloutOutcome outcome(Optional<RolloutReport> report) {
            return new RolloutOutcome.Superseded(report, reason);
        }
    }

    /** The roll-out can't continue. */
    record Refuse(BalenaException reason) implements End {
        @Override
        public RolloutOutcome outcome(Optional<RolloutReport> report) {
            return new RolloutOutcome.Stopped(report, reason);
        }
    }
}

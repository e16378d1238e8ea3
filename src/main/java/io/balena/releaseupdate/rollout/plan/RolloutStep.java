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

/** What a roll-out does next. */
public sealed interface RolloutStep {

    /** Read these devices, then decide. */
    record Survey(DeviceSelection.Reachable devices) implements RolloutStep {}

    /** Have the deltas built that lead from the target back to the origin. */
    record PrepareWayBack() implements RolloutStep {}

    /**
     * Have the deltas built that the devices of a stage need.
     *
     * @param stage its number
     * @param sources the releases that they run, by id; all that the fleet's devices run for the last stage
     */
    record Prepare(int stage, Set<Long> sources, boolean isFleet) implements RolloutStep {}

    /**
     * Remember something.
     *
     * @param entries in this order
     * @param what that is, a sentence
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
     * @param release to which release, by id
     * @param unless the tag that forbids it
     */
    record PinFleet(long release, FleetTarget expected, ForbiddenTag unless) implements RolloutStep {}

    /**
     * Look again after a moment, and do this if that look leads to the same: it follows from what balena did not show, and an
     * answer that lacks something may be odd.
     */
    record Confirm(RolloutStep then) implements RolloutStep {}

    /** Look again after a pause. */
    record Wait() implements RolloutStep {}

    /** Nothing more. */
    sealed interface End extends RolloutStep {

        /** How the run ends. */
        RolloutOutcome outcome(Optional<RolloutReport> report);

        /** Whether one look is enough to end so. */
        default boolean isGood() {
            return false;
        }
    }

    /**
     * All is done.
     *
     * @param isCertain whether one look is enough to tell
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

    /** All is taken back. */
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
     * The stage passed that was wanted.
     *
     * @param isCertain whether one look is enough to tell
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

    /** Something is in the way. */
    record Refuse(BalenaException reason) implements End {
        @Override
        public RolloutOutcome outcome(Optional<RolloutReport> report) {
            return new RolloutOutcome.Stopped(report, reason);
        }
    }
}

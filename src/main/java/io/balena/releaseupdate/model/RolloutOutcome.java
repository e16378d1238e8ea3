package io.balena.releaseupdate.model;

import java.util.Optional;

/** How a run of a roll-out ended. Each ending holds the last known report, empty if it ended before the first look. */
public sealed interface RolloutOutcome {

    /** The last known report. */
    Optional<RolloutReport> report();

    /** The whole fleet has the release, and no pin of the roll-out is left. */
    record Done(Optional<RolloutReport> report) implements RolloutOutcome {}

    /** The stage passed after which the user wanted to decide. The same command without that limit continues. */
    record StagePassed(Optional<RolloutReport> report) implements RolloutOutcome {}

    /** The way back was ordered: no pin of the roll-out is left, and the fleet is pinned to its origin again. */
    record Undone(Optional<RolloutReport> report) implements RolloutOutcome {}

    /**
     * The gate failed. Nothing was taken back.
     *
     * @param reason the numbers, a clause
     */
    record Halted(Optional<RolloutReport> report, String reason) implements RolloutOutcome {}

    /**
     * The gate could not decide within the stage's time.
     *
     * @param reason what is missing, a clause
     */
    record Paused(Optional<RolloutReport> report, String reason) implements RolloutOutcome {}

    /**
     * Somebody else changed the fleet's target, a device of a stage, or takes the roll-out back. Nothing more was pinned.
     *
     * @param reason who changed what, and what to do, a sentence or two
     */
    record Superseded(Optional<RolloutReport> report, String reason) implements RolloutOutcome {}

    /** The deadline passed. The same command continues. */
    record TimedOut(Optional<RolloutReport> report) implements RolloutOutcome {}

    /** The thread was interrupted. The same command continues. */
    record Interrupted(Optional<RolloutReport> report) implements RolloutOutcome {}

    /**
     * Something stopped it: deltas failed, the release is not fit, balena refuses, or can't be reached.
     *
     * @param reason what, and what to do
     */
    record Stopped(Optional<RolloutReport> report, BalenaException reason) implements RolloutOutcome {}
}

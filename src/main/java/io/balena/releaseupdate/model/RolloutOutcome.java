package io.balena.releaseupdate.model;

import java.util.Optional;

/** How a run of a roll-out ended. Each ending holds the last known report, which is empty if no read succeeded. */
public sealed interface RolloutOutcome {

    /** The last known report. */
    Optional<RolloutReport> report();

    /** The whole fleet has the release, and no pin of the roll-out is left. */
    record Done(Optional<RolloutReport> report) implements RolloutOutcome {}

    /** The stage passed after which the user wanted to stop. The same command without that limit continues. */
    record StagePassed(Optional<RolloutReport> report) implements RolloutOutcome {}

    /** The roll-out was undone: none of its pins is left, and the fleet is pinned to its origin again. */
    record Undone(Optional<RolloutReport> report) implements RolloutOutcome {}

    /**
     * The gate failed. Nothing was undone.
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
     * Another user changed the fleet's target or the pin of a stage's device, or is undoing the roll-out. Nothing more
     * was pinned.
     *
     * @param reason who changed what, and what to do, a sentence or two
     */
    record Superseded(Optional<RolloutReport> report, String reason) implements RolloutOutcome {}

    /** The deadline passed. The same command continues. */
    record TimedOut(Optional<RolloutReport> report) implements RolloutOutcome {}

    /** The thread was interrupted. The same command continues. */
    record Interrupted(Optional<RolloutReport> report) implements RolloutOutcome {}

    /**
     * It was stopped: deltas failed, the release can't be used, or balena refuses requests or is unreachable.
     *
     * @param reason the problem, and what to do
     */
    record Stopped(Optional<RolloutReport> report, BalenaException reason) implements RolloutOutcome {}
}

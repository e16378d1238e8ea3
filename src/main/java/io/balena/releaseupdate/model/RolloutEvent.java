package io.balena.releaseupdate.model;

/** An event of a roll-out. */
public sealed interface RolloutEvent {

    /** The roll-out's state was read. */
    record Polled(RolloutReport report) implements RolloutEvent {}

    /**
     * Deltas are being prepared.
     *
     * @param update the update being prepared; the same for all events of one preparation
     */
    record Preparing(FleetUpdate update, PreparationEvent event) implements RolloutEvent {}

    /**
     * A write was confirmed by a read.
     *
     * @param what the change, as a sentence
     */
    record Written(String what) implements RolloutEvent {}

    /**
     * A failure that will be retried, or a notice for the user.
     *
     * @param message a sentence
     */
    record Notice(String message) implements RolloutEvent {}
}

package io.balena.releaseupdate.model;

/** Something that happened in a roll-out, for who watches. */
public sealed interface RolloutEvent {

    /** It was looked at, and is like that. */
    record Polled(RolloutReport report) implements RolloutEvent {}

    /**
     * Deltas are being prepared.
     *
     * @param update whose; the same for all events of one preparation
     */
    record Preparing(FleetUpdate update, PreparationEvent event) implements RolloutEvent {}

    /**
     * Something was written, and read back.
     *
     * @param what a sentence
     */
    record Written(String what) implements RolloutEvent {}

    /**
     * Something went wrong that is tried again, or that a user should know.
     *
     * @param message a sentence
     */
    record Notice(String message) implements RolloutEvent {}
}

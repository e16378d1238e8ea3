package io.balena.releaseupdate.model;

/** An event of the preparation of deltas. */
public sealed interface PreparationEvent {

    /**
     * A delta was requested.
     *
     * @param attempt 1 for the first attempt
     */
    record Requested(ImagePair pair, int attempt) implements PreparationEvent {}

    /** A delta's state changed since the last poll. */
    record Changed(ImagePair pair, DeltaState before, DeltaState after) implements PreparationEvent {}

    /**
     * A failure that will be retried.
     *
     * @param message the failure, as a sentence
     */
    record Trouble(String message) implements PreparationEvent {}

    /** A poll succeeded, whether or not anything changed. */
    record Polled() implements PreparationEvent {}
}

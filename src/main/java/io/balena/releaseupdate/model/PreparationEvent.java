package io.balena.releaseupdate.model;

/** Something that happened while deltas were prepared, for who watches. */
public sealed interface PreparationEvent {

    /**
     * A delta was requested.
     *
     * @param attempt 1 for the first time
     */
    record Requested(ImagePair pair, int attempt) implements PreparationEvent {}

    /** A delta is in another state than at the last poll. */
    record Changed(ImagePair pair, DeltaState before, DeltaState after) implements PreparationEvent {}

    /**
     * Something went wrong that is tried again.
     *
     * @param message what, in a sentence
     */
    record Trouble(String message) implements PreparationEvent {}

    /** A poll was done, and nothing or something changed. */
    record Polled() implements PreparationEvent {}
}

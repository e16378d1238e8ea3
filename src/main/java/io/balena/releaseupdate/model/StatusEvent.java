package io.balena.releaseupdate.model;

/** Something that happened while a fleet's devices were watched. */
public sealed interface StatusEvent {

    /** A poll succeeded. */
    record Polled(FleetStatus status) implements StatusEvent {}

    /**
     * Something went wrong that will be tried again.
     *
     * @param message a sentence
     */
    record Trouble(String message) implements StatusEvent {}
}

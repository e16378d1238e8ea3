package io.balena.releaseupdate.model;

/** Something that happened while a fleet's devices were watched. */
public sealed interface StatusEvent {

    /** balena was looked at. */
    record Looked(FleetStatus status) implements StatusEvent {}

    /**
     * Something went wrong that will be tried again.
     *
     * @param message a sentence
     */
    record Trouble(String message) implements StatusEvent {}
}

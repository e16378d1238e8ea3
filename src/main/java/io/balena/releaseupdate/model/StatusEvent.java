package io.balena.releaseupdate.model;

/** An event while a fleet's devices are followed. */
public sealed interface StatusEvent {

    /** A poll succeeded. */
    record Polled(FleetStatus status) implements StatusEvent {}

    /**
     * A failure that will be retried.
     *
     * @param message a sentence
     */
    record Trouble(String message) implements StatusEvent {}
}

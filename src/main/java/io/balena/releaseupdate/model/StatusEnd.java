package io.balena.releaseupdate.model;

/** How the watch over a fleet's devices ended. Each ending holds the last known status. */
public sealed interface StatusEnd {

    /** The last known status. */
    FleetStatus status();

    /** Enough devices run the release. */
    record Reached(FleetStatus status) implements StatusEnd {}

    /** The deadline passed. */
    record TimedOut(FleetStatus status) implements StatusEnd {}

    /** The release is no longer what the fleet's devices have as their target; somebody changed that. */
    record Superseded(FleetStatus status) implements StatusEnd {}

    /** The thread was interrupted. */
    record Interrupted(FleetStatus status) implements StatusEnd {}

    /**
     * balena keeps refusing to answer.
     *
     * @param reason its words
     */
    record Stopped(FleetStatus status, BalenaException reason) implements StatusEnd {}
}

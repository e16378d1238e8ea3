package io.balena.releaseupdate.model;

/** How following a fleet's devices ended. Each ending holds the last known status. */
public sealed interface StatusEnd {

    /** The last known status. */
    FleetStatus status();

    /** Enough devices run the release. */
    record Reached(FleetStatus status) implements StatusEnd {}

    /** The deadline passed. */
    record TimedOut(FleetStatus status) implements StatusEnd {}

    /** The fleet has another target now: another user changed it, or the fleet tracks a newer release. */
    record Superseded(FleetStatus status) implements StatusEnd {}

    /** The thread was interrupted. */
    record Interrupted(FleetStatus status) implements StatusEnd {}

    /**
     * balena keeps refusing the requests.
     *
     * @param reason the error
     */
    record Stopped(FleetStatus status, BalenaException reason) implements StatusEnd {}
}

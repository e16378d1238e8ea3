package io.balena.releaseupdate.fleet;

/**
 * Which devices of a fleet count as sources of an update.
 *
 * @param onlineOnly whether to count only devices with a recent heartbeat: online or late
 * @param minDevices how many devices must run a release for deltas from it to be prepared; devices on other releases
 *     count as full downloads
 */
public record Sources(boolean onlineOnly, long minDevices) {

    /** All devices on any release. */
    public static final Sources ALL = new Sources(false, 1);
}

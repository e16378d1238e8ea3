package io.balena.releaseupdate.fleet;

/**
 * Which devices of a fleet count.
 *
 * @param onlineOnly only those that balena heard from recently: whose heartbeat is online or late
 * @param minDevices deltas are prepared from releases only that so many of them run; devices on others count as
 *     downloading in full
 */
public record Sources(boolean onlineOnly, long minDevices) {

    /** All devices, whatever they run. */
    public static final Sources ALL = new Sources(false, 1);
}

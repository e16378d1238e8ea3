package io.balena.releaseupdate.model;

import java.util.List;

/**
 * A fleet's devices at one moment, each counted once.
 *
 * @param running devices that follow the fleet, by the release that they report, of any status and fleet
 * @param withoutRelease devices that follow the fleet and run no release yet
 * @param unseen devices that follow the fleet and run a release that balena does not show: it was deleted, or the
 *     account has no access to it
 * @param others devices that do not follow the fleet
 */
public record FleetDevices(List<RunningRelease> running, long withoutRelease, long unseen, OtherDevices others) {

    /** A fleet without devices. */
    public static final FleetDevices NONE = new FleetDevices(List.of(), 0, 0, OtherDevices.NONE);

    public FleetDevices {
        running = List.copyOf(running);
    }
}

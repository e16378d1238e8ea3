package io.balena.releaseupdate.model;

import java.util.Optional;

/**
 * A release that devices of a fleet say they run. It may be one that nobody could update from: devices that were moved
 * still run a release of the fleet that they come from.
 *
 * @param name its id, commit and version
 * @param status {@code success} if it was built; {@code failed}, {@code cancelled}, … else
 * @param fleet the fleet that owns it; empty if the token does not show it
 * @param deviceCount how many devices that follow the fleet run it, counted by balena
 * @param deltasOff how many of these have deltas switched off
 * @param oldSystem how many of the rest have a balenaOS that is too old for deltas
 */
public record RunningRelease(
        ReleaseName name, String status, Optional<Fleet> fleet, long deviceCount, long deltasOff, long oldSystem) {

    /** Devices that can use deltas. */
    public long capableCount() {
        return deviceCount - deltasOff - oldSystem;
    }
}

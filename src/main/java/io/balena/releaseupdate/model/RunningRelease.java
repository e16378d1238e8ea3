package io.balena.releaseupdate.model;

import java.util.Optional;

/**
 * A release that devices of a fleet report to run. It may be unusable as a source: devices moved from another fleet
 * still run a release of that fleet.
 *
 * @param name its id, commit and version
 * @param status {@code success} if it was built; else {@code failed}, {@code cancelled}, …
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

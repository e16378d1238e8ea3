package io.balena.releaseupdate.model;

import java.util.List;

/**
 * The progress of a fleet's devices to a release, at one moment.
 *
 * @param fleet the fleet
 * @param target the fleet's target: that of its devices, unless they are pinned individually
 * @param release the release in question
 * @param devices its devices by state
 * @param delayed the devices that delay the update, the longest delayed first; at most as many as requested
 */
public record FleetStatus(
        Fleet fleet, FleetTarget target, ReleaseName release, DeviceCounts devices, List<DelayedDevice> delayed) {

    public FleetStatus {
        delayed = List.copyOf(delayed);
    }

    /** Whether the release is the fleet's target. */
    public boolean isFleetTarget() {
        return target.release().filter(name -> name.id() == release.id()).isPresent();
    }

    /** Whether every device with the release as its target runs it. */
    public boolean isComplete() {
        return devices.updated() == devices.targeted();
    }
}

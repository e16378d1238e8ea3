package io.balena.releaseupdate.model;

import java.util.List;

/**
 * How far a fleet's devices are with a release, at one moment.
 *
 * @param fleet the fleet
 * @param target what the fleet's devices have as their target, unless they are pinned on their own
 * @param release the release in question
 * @param devices its devices
 * @param delayed the devices that hold things up, the longest delayed first; as many as were requested
 */
public record FleetStatus(
        Fleet fleet, FleetTarget target, ReleaseName release, DeviceCounts devices, List<DelayedDevice> delayed) {

    public FleetStatus {
        delayed = List.copyOf(delayed);
    }

    /** Whether the release is what devices get that follow the fleet. */
    public boolean isFleetTarget() {
        return target.release().filter(name -> name.id() == release.id()).isPresent();
    }

    /** Whether every device with the release as its target runs it. */
    public boolean isComplete() {
        return devices.updated() == devices.targeted();
    }
}

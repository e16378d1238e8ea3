package io.balena.releaseupdate.model;

import java.util.Optional;
import java.util.Set;

/**
 * The request to pin devices on their own, or to clear their pins, with its conditions: a device that does not fit them
 * when balena gets to it stays as it is, and no device changes if the fleet or the release does not fit.
 *
 * @param fleet the devices' fleet
 * @param expected what the fleet's devices are told to run
 * @param release the release that devices without a pin get, or from which pins are cleared
 * @param ids the devices, 200 at most
 * @param isClearing whether pins are cleared: of devices pinned to the release
 * @param allowDraft whether the release to pin may be a draft
 * @param unless the tag that must not exist
 */
public record DevicePinRequest(
        Fleet fleet,
        FleetTarget expected,
        long release,
        Set<Long> ids,
        boolean isClearing,
        boolean allowDraft,
        Optional<ForbiddenTag> unless) {

    /** As many as balena's own SDK takes in one request. */
    public static final int MOST_DEVICES = 200;

    public DevicePinRequest {
        ids = Set.copyOf(ids);
    }

    /** The same request for other devices. */
    public DevicePinRequest to(Set<Long> devices) {
        return new DevicePinRequest(fleet, expected, release, devices, isClearing, allowDraft, unless);
    }
}

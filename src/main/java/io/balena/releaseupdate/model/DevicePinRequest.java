package io.balena.releaseupdate.model;

import java.util.Optional;
import java.util.Set;

/**
 * A conditional request to pin devices individually, or to clear their pins. A device that does not meet the conditions
 * when balena executes the request stays as it is; no device changes if the fleet or the release does not meet them.
 *
 * @param fleet the devices' fleet
 * @param expected the fleet's expected target
 * @param release the release to pin devices without a pin to, or whose pins to clear
 * @param ids the devices, 200 at most
 * @param isClearing whether to clear pins to the release instead
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

    /** The most devices that balena's own SDK puts into one request. */
    public static final int MOST_DEVICES = 200;

    public DevicePinRequest {
        ids = Set.copyOf(ids);
    }

    /** The same request for other devices. */
    public DevicePinRequest to(Set<Long> devices) {
        return new DevicePinRequest(fleet, expected, release, devices, isClearing, allowDraft, unless);
    }
}

package io.balena.releaseupdate.model;

import java.util.Optional;

/**
 * A conditional request to pin a fleet. If a condition does not hold when balena executes it, nothing changes.
 *
 * @param expected the fleet's target as last read
 * @param release the id of the release, which must belong to the fleet, be built and not be invalidated
 * @param allowDraft whether the release may be a draft
 * @param unless the tag that must not exist
 */
public record PinRequest(
        Fleet fleet, FleetTarget expected, long release, boolean allowDraft, Optional<ForbiddenTag> unless) {}

package io.balena.releaseupdate.model;

import java.util.Optional;

/**
 * The request to pin a fleet, with its conditions: where one of them does not hold when balena gets to it, nothing
 * changes.
 *
 * @param expected what the fleet's devices were told to run when last seen
 * @param release the id of the release, which has to be one of the fleet, built and not invalidated
 * @param allowDraft whether it may be a draft
 * @param unless the tag that must not exist
 */
public record PinRequest(
        Fleet fleet, FleetTarget expected, long release, boolean allowDraft, Optional<ForbiddenTag> unless) {}

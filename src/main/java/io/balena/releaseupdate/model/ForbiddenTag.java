package io.balena.releaseupdate.model;

/**
 * A condition of a write: nothing changes if this tag exists when balena executes the request.
 *
 * @param release the id of the tag's release, one of the fleet's
 * @param key the tag's key
 */
public record ForbiddenTag(long release, String key) {}

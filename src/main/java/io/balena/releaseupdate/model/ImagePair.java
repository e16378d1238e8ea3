package io.balena.releaseupdate.model;

/**
 * The two images that a delta lies between. Deltas are unique per pair.
 *
 * @param source id of the image that devices have
 * @param target id of the image that they will have
 */
public record ImagePair(long source, long target) {}

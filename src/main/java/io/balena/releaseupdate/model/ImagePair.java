package io.balena.releaseupdate.model;

/**
 * The source and target image of a delta. If a pair has several deltas, {@link DeltaState} says which counts.
 *
 * @param source id of the image on the device
 * @param target id of the image to install
 */
public record ImagePair(long source, long target) {}

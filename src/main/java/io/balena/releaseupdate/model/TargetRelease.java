package io.balena.releaseupdate.model;

/**
 * The release that a fleet will run.
 *
 * @param release its images
 * @param isFinal false for a draft, which balena gives to no device by itself
 * @param isInvalidated whether its owner marked it as not to be used
 */
public record TargetRelease(Release release, boolean isFinal, boolean isInvalidated) {}

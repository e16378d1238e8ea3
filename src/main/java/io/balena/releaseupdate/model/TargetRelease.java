package io.balena.releaseupdate.model;

/**
 * A release as a fleet's target.
 *
 * @param release the release with its images
 * @param isFinal false for a draft, which balena never deploys on its own
 * @param isInvalidated whether its owner invalidated it
 */
public record TargetRelease(Release release, boolean isFinal, boolean isInvalidated) {}

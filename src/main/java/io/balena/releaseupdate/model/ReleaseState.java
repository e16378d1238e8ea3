package io.balena.releaseupdate.model;

/**
 * Whether a fleet can be pinned to a release, as balena shows it at one moment.
 *
 * @param status {@code success} for a release that was built
 * @param isFinal false for a draft
 * @param isInvalidated whether its owner marked it as not to be used
 */
public record ReleaseState(String status, boolean isFinal, boolean isInvalidated) {

    /** The status of a release that was built; balena pins fleets to no other. */
    public static final String SUCCESS = "success";
}

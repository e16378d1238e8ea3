package io.balena.releaseupdate.model;

/**
 * A release's fitness for a pin, as balena shows it at one moment.
 *
 * @param status {@code success} for a release that was built
 * @param isFinal false for a draft
 * @param isInvalidated whether its owner invalidated it
 */
public record ReleaseState(String status, boolean isFinal, boolean isInvalidated) {

    /** The status of a built release; balena pins fleets to no other. */
    public static final String SUCCESS = "success";
}

package io.balena.releaseupdate.model;

/** The result of looking up a release that devices run. */
public sealed interface SourceRelease {

    /** Its images are known. */
    record Usable(Release release) implements SourceRelease {}

    /** balena does not show it, though it counts devices on it. */
    record Unseen() implements SourceRelease {}

    /**
     * It can't be described, for example because an image was never finished.
     *
     * @param reason the problem, as a complete clause
     */
    record Unusable(String reason) implements SourceRelease {}
}

package io.balena.releaseupdate.model;

/** What is found out about a release that devices run. */
public sealed interface SourceRelease {

    /** Its images are known. */
    record Usable(Release release) implements SourceRelease {}

    /** balena does not show it, though it counts devices on it. */
    record Unseen() implements SourceRelease {}

    /**
     * It can't be described, as with an image that was never built to its end.
     *
     * @param reason what is wrong with it, to stand alone
     */
    record Unusable(String reason) implements SourceRelease {}
}

package io.balena.releaseupdate.fleet;

/**
 * What a fleet is pinned in spite of.
 *
 * @param allowDraft whether the release may be a draft
 * @param anyway whether to accept deltas that failed permanently, and devices whose release balena does not show; never
 *     deltas whose result is not known
 */
public record PinOptions(boolean allowDraft, boolean anyway) {

    /** In spite of nothing. */
    public static final PinOptions STRICT = new PinOptions(false, false);
}

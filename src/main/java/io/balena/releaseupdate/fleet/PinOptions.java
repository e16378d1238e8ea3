package io.balena.releaseupdate.fleet;

import io.balena.releaseupdate.model.ForbiddenTag;
import java.util.Optional;

/**
 * What a fleet is pinned in spite of, and what forbids it.
 *
 * @param allowDraft whether the release may be a draft
 * @param anyway whether to accept deltas that failed permanently, and devices whose release balena does not show; never
 *     deltas whose result is not known
 * @param unless the tag that must not exist when balena gets to the request
 */
public record PinOptions(boolean allowDraft, boolean anyway, Optional<ForbiddenTag> unless) {

    /** In spite of nothing. */
    public static final PinOptions STRICT = new PinOptions(false, false);

    /** Forbidden by no tag. */
    public PinOptions(boolean allowDraft, boolean anyway) {
        this(allowDraft, anyway, Optional.empty());
    }
}

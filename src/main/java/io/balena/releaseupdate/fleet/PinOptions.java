package io.balena.releaseupdate.fleet;

import io.balena.releaseupdate.model.ForbiddenTag;
import java.util.Optional;

/**
 * The objections to ignore when a fleet is pinned, and the tag that forbids the pin.
 *
 * @param allowDraft whether the release may be a draft
 * @param anyway whether to accept deltas that failed permanently, and devices whose release balena does not show;
 *     deltas with an unknown result are never accepted
 * @param unless the tag that must not exist when balena executes the request
 */
public record PinOptions(boolean allowDraft, boolean anyway, Optional<ForbiddenTag> unless) {

    /** Ignores no objection. */
    public static final PinOptions STRICT = new PinOptions(false, false);

    /** Without a tag that forbids the pin. */
    public PinOptions(boolean allowDraft, boolean anyway) {
        this(allowDraft, anyway, Optional.empty());
    }
}

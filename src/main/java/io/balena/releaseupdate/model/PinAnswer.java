package io.balena.releaseupdate.model;

import java.time.Duration;
import java.util.Optional;

/** What became of a request to pin a fleet, as far as its answer tells. */
public sealed interface PinAnswer {

    /** balena answered well. What the fleet runs now has to be read back all the same: somebody else may have been faster. */
    record Taken() implements PinAnswer {}

    /**
     * No answer came, or one that says nothing: the fleet may be pinned or not.
     *
     * @param reason what happened, a sentence
     * @param retryAfter how long the server asks to wait
     */
    record Lost(String reason, Optional<Duration> retryAfter) implements PinAnswer {}
}

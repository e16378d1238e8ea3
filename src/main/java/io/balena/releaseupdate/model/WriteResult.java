package io.balena.releaseupdate.model;

import java.time.Duration;
import java.util.Optional;

/**
 * How balena responded to a conditional write: a pin of the fleet or of devices, or a tag. It does not tell whether
 * anything changed; only a read shows that.
 */
public sealed interface WriteResult {

    /** balena accepted the request. Its response is the same whether the condition held or not. */
    record Accepted() implements WriteResult {}

    /**
     * The account lacks the permission.
     *
     * @param reason balena's message, and what to do
     */
    record Denied(BalenaException reason) implements WriteResult {}

    /**
     * One of balena's rules forbids the write; repeating the request gives the same result.
     *
     * @param reason the rule
     */
    record Refused(BalenaException reason) implements WriteResult {}

    /**
     * No conclusive response arrived: the write may have been applied, or may still be.
     *
     * @param reason what happened, as a sentence
     * @param retryAfter how long the server wants clients to wait; empty if it did not say
     */
    record Unknown(String reason, Optional<Duration> retryAfter) implements WriteResult {}

    /**
     * The write was not applied: the request did not reach balena, or was rate-limited.
     *
     * @param reason what happened, as a sentence
     * @param retryAfter how long the server wants clients to wait; empty if it did not say
     */
    record NotApplied(String reason, Optional<Duration> retryAfter) implements WriteResult {}
}

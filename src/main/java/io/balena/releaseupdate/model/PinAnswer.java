package io.balena.releaseupdate.model;

import java.time.Duration;
import java.util.Optional;

/** The answer to a request to pin a fleet. None of them tells what the fleet runs: that has to be read. */
public sealed interface PinAnswer {

    /** balena answered well, as it does whether it changed the fleet or not. */
    record Taken() implements PinAnswer {}

    /**
     * balena says that this account may not do that.
     *
     * @param reason what it said, and what to do
     */
    record Denied(BalenaException reason) implements PinAnswer {}

    /**
     * A rule of balena's forbids it: the same request will get the same answer.
     *
     * @param reason the rule
     */
    record Refused(BalenaException reason) implements PinAnswer {}

    /**
     * No answer came, or one that says nothing: the request may have been done, or may still be.
     *
     * @param reason what happened, a sentence
     * @param retryAfter how long the server wants to be left alone
     */
    record Lost(String reason, Optional<Duration> retryAfter) implements PinAnswer {}

    /**
     * The request did not get to where it could have been done.
     *
     * @param reason what happened, a sentence
     * @param retryAfter how long the server wants to be left alone
     */
    record NotDone(String reason, Optional<Duration> retryAfter) implements PinAnswer {}
}

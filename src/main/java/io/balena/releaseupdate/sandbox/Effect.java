package io.balena.releaseupdate.sandbox;

import io.balena.releaseupdate.sandbox.device.Trouble;
import java.time.Duration;

/** What happens where there is a {@link Fault}. */
public sealed interface Effect {

    /** What can happen to any request. */
    sealed interface OfRequests extends Effect {}

    /** What can happen to a request that changes something. */
    sealed interface OfWrites extends Effect {}

    /** An error status; {@code retryAfterSeconds} is negative for none. */
    record Status(int code, int retryAfterSeconds) implements OfRequests {}

    /** The right answer, late. */
    record Slow(Duration by) implements OfRequests {}

    /** An effect without a value, for requests. */
    enum Disturbance implements OfRequests {
        HANG,
        RESET,
        LOST,
        TRUNCATE,
        HTML,
        EMPTY,
        OBJECT,
        GARBAGE,
        WRONG_TYPE,
        NO_ROWS,
        REDIRECT,
        EXPIRED
    }

    /** The right answer as it was that long ago. */
    record Lag(Duration by) implements Effect {}

    /** Does what was asked, and answers with a status that says otherwise. */
    record Done(int status) implements OfWrites {}

    /** Answers 504, and does what was asked that much later. */
    record Late(Duration by) implements OfWrites {}

    /** An effect without a value, for writes. */
    enum Denial implements OfWrites {
        /** Answers well and changes nothing, as of an account that may only read. */
        IGNORED,
        /** Answers with a rule of balena's model. */
        REFUSED
    }

    /** What balena answers to somebody who lacks the rights: no rows, and no row changed. */
    record NoRights() implements Effect {}

    /** What befalls a device that begins an update. */
    record Mishap(Trouble trouble) implements Effect {}

    /** How the building of a delta goes wrong. */
    enum BuildFailure implements Effect {
        FAIL,
        STUCK
    }

    /** Somebody else pins the release's fleet to it. */
    record Repin(long release) implements Effect {}

    /** The release becomes one that no fleet should be pinned to. */
    record ReleaseChange(Unfitness to, long release) implements Effect {}

    /** What keeps a fleet from being pinned to a release. */
    enum Unfitness {
        INVALIDATED,
        DRAFT,
        FAILED
    }
}

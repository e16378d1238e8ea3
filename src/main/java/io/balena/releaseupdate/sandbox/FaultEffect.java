package io.balena.releaseupdate.sandbox;

import io.balena.releaseupdate.sandbox.device.UpdateProblem;
import java.time.Duration;

/** The effect of a {@link Fault}. */
public sealed interface FaultEffect {

    /** An effect on any request. */
    sealed interface OfRequests extends FaultEffect {}

    /** An effect on a write. */
    sealed interface OfWrites extends FaultEffect {}

    /** Responds with an error status; {@code retryAfterSeconds} is negative for none. */
    record Status(int code, int retryAfterSeconds) implements OfRequests {}

    /** Responds correctly, but late. */
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

    /** Responds with the state of that long ago. */
    record Lag(Duration by) implements FaultEffect {}

    /** Executes the write, but responds with this status. */
    record Done(int status) implements OfWrites {}

    /** Responds 504, and executes the write that much later. */
    record Late(Duration by) implements OfWrites {}

    /** An effect without a value, for writes. */
    enum Denial implements OfWrites {
        /** Responds with success and changes nothing, as for an account that may only read. */
        IGNORED,
        /** Responds with a rule of balena's model. */
        REFUSED
    }

    /** Responds as balena does to an account without permission: no rows, and no row changed. */
    record NoRights() implements FaultEffect {}

    /** Trouble for a device that begins an update. */
    record Mishap(UpdateProblem trouble) implements FaultEffect {}

    /** How a delta build fails. */
    enum BuildFailure implements FaultEffect {
        FAIL,
        STUCK
    }

    /** Another user pins the release's fleet to it. */
    record Repin(long release) implements FaultEffect {}

    /** Another user makes the release unfit for a pin. */
    record ReleaseChange(Unfitness to, long release) implements FaultEffect {}

    /** Reasons why a fleet can't be pinned to a release. */
    enum Unfitness {
        INVALIDATED,
        DRAFT,
        FAILED
    }
}

package io.balena.releaseupdate.model;

import java.util.Map;

/**
 * How the preparation of deltas ended. Each ending holds the last known state of every delta, so that nothing is lost
 * however it ended.
 */
public sealed interface Preparation {

    Map<ImagePair, DeltaState> states();

    /** Every delta is there. */
    record Ready(Map<ImagePair, DeltaState> states) implements Preparation {}

    /** The delta server took every request; it was not asked to wait for the builds. */
    record Requested(Map<ImagePair, DeltaState> states) implements Preparation {}

    /** Some deltas will not be there however long one waits; the others are. */
    record FailedForGood(Map<ImagePair, DeltaState> states) implements Preparation {}

    /** The deadline passed. */
    record TimedOut(Map<ImagePair, DeltaState> states) implements Preparation {}

    /** The thread was interrupted. */
    record Interrupted(Map<ImagePair, DeltaState> states) implements Preparation {}

    /**
     * balena does not let us go on.
     *
     * @param reason what it said
     */
    record Refused(Map<ImagePair, DeltaState> states, BalenaException reason) implements Preparation {}
}

package io.balena.releaseupdate;

import io.balena.releaseupdate.model.Deadline;
import java.time.Duration;

/**
 * Options for the preparation of deltas.
 *
 * @param untilBuilt whether to wait until they are built; else only until the delta server accepted each request
 * @param deadline when to give up
 * @param longestPollPause the longest pause between polls; the first is {@link #FIRST_POLL_PAUSE}
 * @param retries how often a delta is requested again if its build failed or stalled
 * @param concurrency the most delta requests open at once
 */
public record PreparationOptions(
        boolean untilBuilt, Deadline deadline, Duration longestPollPause, int retries, int concurrency) {

    /** The pause before the first poll; later ones grow. */
    public static final Duration FIRST_POLL_PAUSE = Duration.ofSeconds(1);

    /** The default for the longest pause between polls. */
    public static final Duration LONGEST_POLL_PAUSE = Duration.ofSeconds(20);

    /** The default number of retries. */
    public static final int RETRIES = 2;

    /** The default number of delta requests open at once. */
    public static final int CONCURRENCY = 10;

    /** Requests deltas and waits until they are built, at most until the deadline. */
    public static PreparationOptions waiting(Deadline deadline) {
        return new PreparationOptions(true, deadline, LONGEST_POLL_PAUSE, RETRIES, CONCURRENCY);
    }

    /** Requests deltas and does not wait until they are built. */
    public static PreparationOptions requesting(Deadline deadline) {
        return new PreparationOptions(false, deadline, LONGEST_POLL_PAUSE, RETRIES, CONCURRENCY);
    }
}

package io.balena.releaseupdate;

import io.balena.releaseupdate.model.Deadline;
import java.time.Duration;

/**
 * How deltas are prepared.
 *
 * @param untilBuilt whether to wait until they are built; else only until the delta server took each request
 * @param deadline when to give up
 * @param longestPollPause the longest pause between polls; the first is {@link #FIRST_POLL_PAUSE}
 * @param retries how often a delta is requested again whose build failed or went silent
 * @param concurrency how many delta requests are held open at once
 */
public record PreparationOptions(
        boolean untilBuilt, Deadline deadline, Duration longestPollPause, int retries, int concurrency) {

    /** The pause before the first poll; later ones grow. */
    public static final Duration FIRST_POLL_PAUSE = Duration.ofSeconds(1);

    /** The longest pause between polls where the user has no other wish. */
    public static final Duration LONGEST_POLL_PAUSE = Duration.ofSeconds(20);

    /** How often a delta is requested again where the user has no other wish. */
    public static final int RETRIES = 2;

    /** How many delta requests are held open at once where the user has no other wish. */
    public static final int CONCURRENCY = 10;

    /** Asks for deltas and waits until they are built, but not beyond the deadline. */
    public static PreparationOptions waiting(Deadline deadline) {
        return new PreparationOptions(true, deadline, LONGEST_POLL_PAUSE, RETRIES, CONCURRENCY);
    }

    /** Asks for deltas and does not wait for them. */
    public static PreparationOptions requesting(Deadline deadline) {
        return new PreparationOptions(false, deadline, LONGEST_POLL_PAUSE, RETRIES, CONCURRENCY);
    }
}

package io.balena.releaseupdate;

import io.balena.releaseupdate.model.Deadline;
import java.time.Duration;

/**
 * How deltas are prepared.
 *
 * @param untilBuilt whether to wait until they are built; else only until the delta server took each request
 * @param deadline when to give up
 * @param longestPollPause the longest pause between polls; the first is {@link #FIRST_POLL_PAUSE}
 * @param retries how often a delta is asked for again whose build failed or went silent
 * @param concurrency how many delta requests are held open at once
 */
public record PreparationOptions(
        boolean untilBuilt, Deadline deadline, Duration longestPollPause, int retries, int concurrency) {

    /** The pause before the first poll; later ones grow. */
    public static final Duration FIRST_POLL_PAUSE = Duration.ofSeconds(1);
}

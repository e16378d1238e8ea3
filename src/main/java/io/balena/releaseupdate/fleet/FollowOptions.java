package io.balena.releaseupdate.fleet;

import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.UpdateGoal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Options for following a fleet's devices.
 *
 * @param goal how many devices must be updated
 * @param deadline when to give up
 * @param longestPause the longest pause between two polls
 * @param pinned when the release became the target; empty if unknown
 * @param delayed how many delayed devices to name at most
 */
public record FollowOptions(
        UpdateGoal goal, Deadline deadline, Duration longestPause, Optional<Instant> pinned, int delayed) {

    /** Devices poll for updates only every 15 minutes unless notified: more frequent polls would show nothing new. */
    public static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** The pause before the second poll. */
    static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

    /** The default number of delayed devices to name. */
    public static final int DELAYED = 10;
}

package io.balena.releaseupdate.fleet;

import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.UpdateGoal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a fleet's devices are watched.
 *
 * @param goal how many must be updated
 * @param deadline when to give up
 * @param longestPause the longest pause between two looks
 * @param pinned when the release became the target, if known
 * @param delayed how many of the devices to name that hold things up
 */
public record FollowOptions(
        UpdateGoal goal, Deadline deadline, Duration longestPause, Optional<Instant> pinned, int delayed) {

    /** Devices look for updates every 15 minutes unless they are told to: more looks would show nothing new. */
    public static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** The pause before the second look. */
    static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

    /** How many devices are named if the user has no other wish. */
    public static final int DELAYED = 10;
}

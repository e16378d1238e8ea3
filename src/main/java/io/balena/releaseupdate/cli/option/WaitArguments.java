package io.balena.releaseupdate.cli.option;

import io.balena.releaseupdate.model.Deadline;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The time limit of a command that can wait. Its options differ in what they say of themselves. */
public abstract class WaitArguments {

    /** As in the npm tool: a wait without a time limit ends after a day. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(24);

    /** For the one poll of {@code --timeout 0}. */
    private static final Duration LONGEST_SINGLE_POLL = Duration.ofSeconds(10);

    abstract boolean isWaiting();

    /** In seconds, as the user gave it; null if not. */
    abstract Long timeoutSeconds();

    /** The longest pause, in seconds. */
    abstract long pollInterval();

    /** The time limit that the user gave. */
    public final Optional<Duration> timeout() {
        return Optional.ofNullable(timeoutSeconds()).map(Duration::ofSeconds);
    }

    /** When the command must end, counted from now. */
    public final Deadline deadline() {
        return isWaiting() ? Deadline.after(timeout().orElse(LONGEST_WAIT)) : Deadline.never();
    }

    /** When the first poll must end: a time limit of zero still allows one. */
    public static Deadline firstPoll(Deadline deadline) {
        return deadline.isOver() ? Deadline.after(LONGEST_SINGLE_POLL) : deadline;
    }

    /** @throws ParameterException if a number makes no sense */
    public void check(CommandLine command) {
        check(command, "--timeout", timeoutSeconds() == null ? 0 : timeoutSeconds(), 0, Long.MAX_VALUE);
        check(command, "--poll-interval", pollInterval(), 1, Integer.MAX_VALUE);
    }

    /** @throws ParameterException if a number is out of its range */
    static void check(CommandLine command, String option, long value, long least, long most) {
        if (value < least || value > most) {
            String range = most == Long.MAX_VALUE ? least + " or more" : least + " to " + most;
            throw new ParameterException(command, option + " takes " + range + ", not " + value);
        }
    }
}

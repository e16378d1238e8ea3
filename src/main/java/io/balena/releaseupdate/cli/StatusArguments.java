package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.fleet.FollowOptions;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.UpdateGoal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Whether and how a fleet's devices are watched. */
final class StatusArguments {

    private static final long LONGEST_WAIT_SECONDS = Duration.ofHours(24).toSeconds();
    private static final int MOST_DEVICES = 1_000;

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--wait", description = "Wait until every targeted device is updated.")
    private boolean wait;

    @Option(
            names = "--until",
            paramLabel = "GOAL",
            converter = GoalConverter.class,
            description = "Wait until this share or number of devices is updated. As in 95%% or 120. Implies --wait.")
    private UpdateGoal goal;

    @Option(
            names = "--timeout",
            paramLabel = "N",
            converter = Seconds.class,
            description = "Wait for at most N: seconds, 30m, 2h. It counts from the start of the command; 0 looks once."
                    + " Implies --wait. Default: 24 hours.")
    private Long timeout;

    @Option(
            names = "--poll-interval",
            paramLabel = "N",
            converter = Seconds.class,
            description = "The longest pause between looks, by default 60 s. In seconds, or 1m; pauses start at 5 s.")
    private long pollInterval = FollowOptions.LONGEST_PAUSE.toSeconds();

    @Option(
            names = "--devices",
            paramLabel = "N",
            description = "How many devices to name that hold up, by default 10.")
    private int devices = FollowOptions.DELAYED;

    boolean isWaiting() {
        return wait || goal != null || timeout != null;
    }

    int devices() {
        return devices;
    }

    UpdateGoal goal() {
        return goal == null ? UpdateGoal.ALL : goal;
    }

    /** The time limit that the user gave. */
    Optional<Duration> timeout() {
        return Optional.ofNullable(timeout).map(Duration::ofSeconds);
    }

    /** When the command has to end, counted from now. */
    Deadline deadline() {
        return isWaiting()
                ? Deadline.after(timeout().orElse(Duration.ofSeconds(LONGEST_WAIT_SECONDS)))
                : Deadline.never();
    }

    FollowOptions options(Deadline deadline) {
        return new FollowOptions(
                goal(), deadline, Duration.ofSeconds(pollInterval), Optional.<Instant>empty(), devices);
    }

    /** Refuses numbers that make no sense. */
    void check() {
        check("--timeout", timeout == null ? 0 : timeout, 0, Long.MAX_VALUE);
        check("--poll-interval", pollInterval, 1, Integer.MAX_VALUE);
        check("--devices", devices, 0, MOST_DEVICES);
    }

    private void check(String option, long value, long least, long most) {
        if (value < least || value > most) {
            String range = most == Long.MAX_VALUE ? least + " or more" : least + " to " + most;
            throw new ParameterException(spec.commandLine(), option + " takes " + range + ", not " + value);
        }
    }
}

package io.balena.releaseupdate.cli.option;

import io.balena.releaseupdate.cli.value.DurationConverter;
import io.balena.releaseupdate.cli.value.GoalConverter;
import io.balena.releaseupdate.fleet.FollowOptions;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.UpdateGoal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Whether and how a fleet's devices are watched. */
public final class StatusArguments extends WaitArguments {

    static final int MOST_DEVICES = 1_000;

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
            converter = DurationConverter.class,
            description = "Wait for at most N: seconds, 30m, 2h. It counts from the start of the command; 0 polls once."
                    + " Implies --wait. Default: 24 hours.")
    private Long timeout;

    @Option(
            names = "--poll-interval",
            paramLabel = "N",
            converter = DurationConverter.class,
            description = "The longest pause between polls, by default 60 s. In seconds, or 1m; pauses start at 5 s.")
    private long pollInterval = FollowOptions.LONGEST_PAUSE.toSeconds();

    @Option(
            names = "--devices",
            paramLabel = "N",
            description = "How many devices to name that hold up, by default 10.")
    private int devices = FollowOptions.DELAYED;

    @Override
    public boolean isWaiting() {
        return wait || goal != null || timeout != null;
    }

    @Override
    Long timeoutSeconds() {
        return timeout;
    }

    @Override
    long pollInterval() {
        return pollInterval;
    }

    /** How many of the devices that are late are listed at most. */
    public int devices() {
        return devices;
    }

    /** How many devices must be updated for the wait to succeed. */
    public UpdateGoal goal() {
        return goal == null ? UpdateGoal.ALL : goal;
    }

    /** @param deadline when the wait ends */
    public FollowOptions options(Deadline deadline) {
        return new FollowOptions(
                goal(), deadline, Duration.ofSeconds(pollInterval), Optional.<Instant>empty(), devices);
    }

    @Override
    public void check(CommandLine command) {
        super.check(command);
        check(command, "--devices", devices, 0, MOST_DEVICES);
    }
}

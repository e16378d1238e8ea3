package io.balena.releaseupdate.cli.option;

import io.balena.releaseupdate.cli.value.GoalConverter;
import io.balena.releaseupdate.fleet.FollowOptions;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.PinOutcome;
import io.balena.releaseupdate.model.UpdateGoal;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Whether and how a fleet's devices are watched once it is pinned. */
public final class FollowArguments {

    @Option(names = "--follow", description = "With --pin: then wait for the devices. As status --wait.")
    private boolean follow;

    @Option(
            names = "--until",
            paramLabel = "GOAL",
            converter = GoalConverter.class,
            description = "Follow until this share or number is updated. Of the devices, as in 95%% or 120. Needs"
                    + " --pin, implies --follow.")
    private UpdateGoal goal;

    @Option(
            names = "--devices",
            paramLabel = "N",
            description = "With --follow: how many late devices to name. Default: 10.")
    private Integer devices;

    /** Whether to wait for devices once the fleet is pinned. */
    public boolean isFollowing() {
        return follow || goal != null;
    }

    /** How to watch the devices of a fleet that is pinned. */
    public FollowOptions options(FleetUpdate pinned, Duration longestPause, Deadline deadline) {
        return new FollowOptions(
                goal == null ? UpdateGoal.ALL : goal,
                deadline,
                longestPause,
                pinned.pin()
                        .filter(PinOutcome.Pinned.class::isInstance)
                        .flatMap(outcome -> ((PinOutcome.Pinned) outcome).after()),
                Optional.ofNullable(devices).orElse(FollowOptions.DELAYED));
    }

    /** @throws ParameterException if these options make no sense */
    public void check(CommandLine command, boolean isPinning) {
        if (devices != null) {
            WaitArguments.check(command, "--devices", devices, 0, StatusArguments.MOST_DEVICES);
        }
        if (isFollowing() && !isPinning) {
            throw new ParameterException(
                    command,
                    (follow ? "--follow" : "--until") + " makes sense with --pin only; `status` watches a fleet that is"
                            + " pinned already");
        }
        if (devices != null && !isFollowing()) {
            throw new ParameterException(command, "--devices makes sense with --follow only");
        }
    }
}

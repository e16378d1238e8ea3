package io.balena.releaseupdate.cli.option;

import io.balena.releaseupdate.PreparationOptions;
import io.balena.releaseupdate.cli.value.DurationConverter;
import io.balena.releaseupdate.fleet.FollowOptions;
import io.balena.releaseupdate.model.Deadline;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether and how deltas are prepared. */
public final class PreparationArguments extends WaitArguments {

    @Option(names = "--prepare", description = "Have every missing delta built.")
    private boolean prepare;

    @Option(names = "--wait", description = "Wait until every delta is there. Implies --prepare.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "N",
            converter = DurationConverter.class,
            description =
                    "Wait for at most N: seconds, 30m, 2h. It counts from the start of the command; 0 checks once and"
                            + " requests nothing. Implies --wait. Default: 24 hours.")
    private Long timeout;

    @Option(
            names = "--poll-interval",
            paramLabel = "N",
            converter = DurationConverter.class,
            description = "The longest pause between polls, by default 20 s. In seconds, or 1m; pauses start at 1 s.")
    private long pollInterval = PreparationOptions.LONGEST_POLL_PAUSE.toSeconds();

    @Mixin
    private DeltaOptions deltas;

    @Option(names = "--dry-run", description = "Say what would be requested or pinned; change nothing.")
    private boolean dryRun;

    /** For another option that implies {@code --wait}. */
    public void impliesWait() {
        wait = true;
    }

    /** Whether to request deltas that are missing. */
    public boolean isPreparing() {
        return prepare || isWaiting();
    }

    @Override
    boolean isWaiting() {
        return wait || timeout != null;
    }

    @Override
    Long timeoutSeconds() {
        return timeout;
    }

    @Override
    long pollInterval() {
        return pollInterval;
    }

    /** The longest pause between polls of devices: the given one, else a longer one than for deltas. */
    public Duration longestStatusPollPause() {
        Duration pause = Duration.ofSeconds(pollInterval);
        return pause.equals(PreparationOptions.LONGEST_POLL_PAUSE) ? FollowOptions.LONGEST_PAUSE : pause;
    }

    /** Whether to show what would be requested, and request nothing. */
    public boolean isDryRun() {
        return dryRun;
    }

    /** How often a delta is requested at most. */
    public int mostAttempts() {
        return deltas.mostAttempts();
    }

    /** @param deadline when waiting and requests end */
    public PreparationOptions options(Deadline deadline) {
        return deltas.options(isWaiting(), deadline, Duration.ofSeconds(pollInterval));
    }

    @Override
    public void check(CommandLine command) {
        super.check(command);
        deltas.check(command);
    }
}

package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.PreparationOptions;
import io.balena.releaseupdate.model.Deadline;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Whether and how deltas are prepared. */
final class PreparationArguments {

    /** As in the npm tool: a wait without a time limit ends after a day. */
    private static final long LONGEST_WAIT_SECONDS = Duration.ofHours(24).toSeconds();

    /** What {@code --timeout 0} has for its one look. */
    private static final Duration LONGEST_SINGLE_LOOK = Duration.ofSeconds(10);

    private static final int MOST_CONCURRENT = 1_000;

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--prepare", description = "Have every missing delta built.")
    private boolean prepare;

    @Option(names = "--wait", description = "Wait until every delta is there. Implies --prepare.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "N",
            converter = Seconds.class,
            description =
                    "Wait for at most N: seconds, 30m, 2h. It counts from the start of the command; 0 checks once and"
                            + " requests nothing. Implies --wait. Default: 24 hours.")
    private Long timeout;

    @Option(
            names = "--poll-interval",
            paramLabel = "N",
            converter = Seconds.class,
            description = "The longest pause between polls, by default 20 s. In seconds, or 1m; pauses start at 1 s.")
    private long pollInterval = PreparationOptions.LONGEST_POLL_PAUSE.toSeconds();

    @Option(
            names = "--retries",
            paramLabel = "N",
            description = "How often to repeat a failed request, by default 2. Also for a delta that went silent.")
    private int retries = PreparationOptions.RETRIES;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "How many delta requests to hold open, by default 10.")
    private int concurrency = PreparationOptions.CONCURRENCY;

    @Option(names = "--dry-run", description = "Say what would be requested or pinned; change nothing.")
    private boolean dryRun;

    /** For another option that implies {@code --wait}. */
    void impliesWait() {
        wait = true;
    }

    boolean isPreparing() {
        return prepare || isWaiting();
    }

    boolean isWaiting() {
        return wait || timeout != null;
    }

    boolean isDryRun() {
        return dryRun;
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

    /** Until when to look first: a time limit of zero allows for one look all the same, if that takes a moment. */
    static Deadline firstLook(Deadline deadline) {
        return deadline.isOver() ? Deadline.after(LONGEST_SINGLE_LOOK) : deadline;
    }

    /** How often a delta is asked for at most. */
    int mostAttempts() {
        return 1 + retries;
    }

    PreparationOptions options(Deadline deadline) {
        return new PreparationOptions(isWaiting(), deadline, Duration.ofSeconds(pollInterval), retries, concurrency);
    }

    /** Refuses numbers that make no sense. */
    void check() {
        check("--timeout", timeout == null ? 0 : timeout, 0, Long.MAX_VALUE);
        check("--poll-interval", pollInterval, 1, Integer.MAX_VALUE);
        check("--retries", retries, 0, Integer.MAX_VALUE - 1);
        check("--concurrency", concurrency, 1, MOST_CONCURRENT);
    }

    private void check(String option, long value, long least, long most) {
        if (value < least || value > most) {
            String range = most == Long.MAX_VALUE ? least + " or more" : least + " to " + most;
            throw new ParameterException(spec.commandLine(), option + " takes " + range + ", not " + value);
        }
    }
}

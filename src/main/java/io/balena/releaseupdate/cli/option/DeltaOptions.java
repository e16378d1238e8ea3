package io.balena.releaseupdate.cli.option;

import io.balena.releaseupdate.PreparationOptions;
import io.balena.releaseupdate.model.Deadline;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How deltas are requested, by every command that has them built. */
final class DeltaOptions {

    private static final int MOST_CONCURRENT = 1_000;

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

    /** How often a delta is requested at most. */
    int mostAttempts() {
        return 1 + retries;
    }

    /**
     * The options of a preparation.
     *
     * @param untilBuilt whether to wait for the deltas
     * @param deadline when waiting and requests end
     * @param longestPollPause between polls of deltas
     */
    PreparationOptions options(boolean untilBuilt, Deadline deadline, Duration longestPollPause) {
        return new PreparationOptions(untilBuilt, deadline, longestPollPause, retries, concurrency);
    }

    /** @throws ParameterException if a number is out of its range */
    void check(CommandLine command) {
        WaitArguments.check(command, "--retries", retries, 0, Integer.MAX_VALUE - 1);
        WaitArguments.check(command, "--concurrency", concurrency, 1, MOST_CONCURRENT);
    }
}

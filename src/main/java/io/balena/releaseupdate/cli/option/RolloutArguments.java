package io.balena.releaseupdate.cli.option;

import io.balena.releaseupdate.PreparationOptions;
import io.balena.releaseupdate.cli.value.DurationConverter;
import io.balena.releaseupdate.cli.value.PercentageConverter;
import io.balena.releaseupdate.cli.value.Stages;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.rollout.gate.GateOptions;
import io.balena.releaseupdate.rollout.plan.RolloutOptions;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How a roll-out goes on. */
public final class RolloutArguments extends WaitArguments {

    /** They say how a roll-out goes on, not how it is taken back. */
    private static final List<String> NOT_OF_UNDO = List.of(
            "--stages",
            "--until-stage",
            "--prepare-undo",
            "--allow-draft",
            "--dry-run",
            "--soak",
            "--device-timeout",
            "--min-failed",
            "--max-failed",
            "--healthy-tag");

    @Option(
            names = "--stages",
            paramLabel = "LIST",
            converter = Stages.Converter.class,
            description = "The stages before the fleet, by default 1%%,10%%,50%%. Each takes devices that follow the"
                    + " fleet and were heard from recently: a share of the fleet, a number, or those with a device tag,"
                    + " tag:KEY or tag:KEY=VALUE. A roll-out that has begun keeps its stages.")
    private Stages stages;

    @Option(
            names = "--until-stage",
            paramLabel = "STAGE",
            description = "Stop after this stage passed, as in 10%%. The same command with a later one, or without,"
                    + " continues.")
    private String untilStage;

    @Option(names = "--dry-run", description = "Say what each stage would do; change nothing.")
    private boolean dryRun;

    @Option(
            names = "--undo",
            description = "Take the roll-out back. Clears the pins of its devices, or pins the fleet to where it came"
                    + " from if the fleet is pinned to R already.")
    private boolean undo;

    @Option(names = "--prepare-undo", description = "First build the deltas of the way back.")
    private boolean prepareUndo;

    @Option(
            names = "--allow-draft",
            description = "Roll a draft out to the stages before the fleet. Without it a draft is refused.")
    private boolean allowDraft;

    @Option(
            names = "--soak",
            paramLabel = "N",
            converter = DurationConverter.class,
            description = "How long to watch judged devices, by default 10m. It begins when half of a stage is judged.")
    private Long soak;

    @Option(
            names = "--device-timeout",
            paramLabel = "N",
            converter = DurationConverter.class,
            description = "How long a device may take to get R, by default 1h. It counts while balena hears from the"
                    + " device. Longer if devices poll less often.")
    private Long deviceTimeout;

    @Option(names = "--min-failed", paramLabel = "N", description = "How many devices must fail to halt, by default 2.")
    private Integer minFailed;

    @Option(
            names = "--max-failed",
            paramLabel = "P",
            converter = PercentageConverter.class,
            description = "The share of devices that may fail, by default 5%%. A share of the judged ones.")
    private BigDecimal maxFailed;

    @Option(
            names = "--healthy-tag",
            paramLabel = "KEY",
            description = "Wait until a device's own tag KEY holds the commit. It counts as updated only then. Its own"
                    + " app sets the tag.")
    private String healthyTag;

    @Option(
            names = "--timeout",
            paramLabel = "N",
            converter = DurationConverter.class,
            description = "Run for at most N: seconds, 30m, 2h. It counts from the start of the command. The same"
                    + " command continues. Default: 24 hours.")
    private Long timeout;

    @Option(
            names = "--poll-interval",
            paramLabel = "N",
            converter = DurationConverter.class,
            description = "The longest pause between polls, by default 20 s. Of deltas; in seconds, or 1m.")
    private long pollInterval = PreparationOptions.LONGEST_POLL_PAUSE.toSeconds();

    @Mixin
    private DeltaOptions deltas;

    @Override
    boolean isWaiting() {
        return true;
    }

    @Override
    Long timeoutSeconds() {
        return timeout;
    }

    @Override
    long pollInterval() {
        return pollInterval;
    }

    /** Whether to show the stages, and write nothing. */
    public boolean isDryRun() {
        return dryRun;
    }

    /** Whether to take the roll-out back. */
    public boolean isUndo() {
        return undo;
    }

    /** How often a delta is requested at most. */
    public int mostAttempts() {
        return deltas.mostAttempts();
    }

    /** @throws BalenaException.Usage if an option makes no sense */
    public RolloutOptions options(Deadline deadline) {
        GateOptions gate = GateOptions.DEFAULT;
        return new RolloutOptions(
                Optional.ofNullable(stages).map(Stages::sizes),
                soak == null ? gate.soak() : Duration.ofSeconds(soak),
                Optional.ofNullable(deviceTimeout).map(Duration::ofSeconds),
                minFailed == null ? gate.minFailed() : minFailed,
                maxFailed == null ? gate.maxFailed() : maxFailed,
                Optional.ofNullable(healthyTag),
                prepareUndo,
                allowDraft,
                Optional.ofNullable(untilStage),
                deltas.options(true, deadline, Duration.ofSeconds(pollInterval)));
    }

    @Override
    public void check(CommandLine command) {
        super.check(command);
        deltas.check(command);
        check(command, "--soak", soak == null ? 0 : soak, 0, Integer.MAX_VALUE);
        check(command, "--device-timeout", deviceTimeout == null ? 1 : deviceTimeout, 1, Integer.MAX_VALUE);
        check(command, "--min-failed", minFailed == null ? 1 : minFailed, 1, Integer.MAX_VALUE);
        if (undo) {
            refuseBesideUndo(command);
        }
        try {
            options(Deadline.never());
        } catch (BalenaException.Usage e) {
            throw new ParameterException(command, e.getMessage());
        }
    }

    private static void refuseBesideUndo(CommandLine command) {
        NOT_OF_UNDO.stream()
                .filter(command.getParseResult()::hasMatchedOption)
                .findFirst()
                .ifPresent(option -> {
                    throw new ParameterException(
                            command, option + " makes no sense with --undo, which takes back all there is");
                });
    }
}

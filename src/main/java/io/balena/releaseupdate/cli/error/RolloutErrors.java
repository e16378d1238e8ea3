package io.balena.releaseupdate.cli.error;

import io.balena.releaseupdate.cli.stderr.Messages;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.RolloutReport;
import io.balena.releaseupdate.output.words.RolloutWords;
import java.time.Duration;
import java.util.Optional;

/** Tells users how a roll-out ended: which devices run what, and what to do next. */
public final class RolloutErrors {

    private static final String CONTINUE = "The same command continues, from any machine; --undo takes it back.";

    private RolloutErrors() {}

    /**
     * Throws what the exit code and the message are made of; returns if it went as wanted.
     *
     * @param timeout the time limit that the user gave
     */
    public static void throwUnlessPassed(RolloutOutcome outcome, Optional<Duration> timeout, Messages stderr)
            throws InterruptedException {
        Optional<RolloutReport> report = outcome.report();
        if (outcome instanceof RolloutOutcome.Halted halted) {
            throw new BalenaException.RolloutHalted("Halted" + stage(report) + ": " + halted.reason() + ". "
                    + whoRunsWhat(report) + "\nNothing was taken back: --undo does that, and then it can begin anew. `"
                    + status(report)
                    + "` names the devices that hold things up.");
        }
        if (outcome instanceof RolloutOutcome.Paused paused) {
            throw new BalenaException.RolloutPaused("Paused" + stage(report) + ": " + paused.reason() + ". "
                    + whoRunsWhat(report) + "\nLook at the devices with `" + status(report)
                    + "`. To look again, run it again; a longer --device-timeout gives them more time; --undo takes it"
                    + " back.");
        }
        if (outcome instanceof RolloutOutcome.Superseded superseded) {
            throw new BalenaException.Repinned(BadArguments.sentence(superseded.reason()) + line(whoRunsWhat(report)));
        }
        if (outcome instanceof RolloutOutcome.TimedOut) {
            throw new BalenaException.TimedOut("Timed out after "
                    + timeout.map(limit -> limit.toSeconds() + " s").orElse("24 hours") + stage(report)
                    + (". " + whoRunsWhat(report)).strip() + "\n" + CONTINUE);
        }
        if (outcome instanceof RolloutOutcome.Interrupted) {
            throw new Interruption((whoRunsWhat(report) + " " + CONTINUE).strip());
        }
        if (outcome instanceof RolloutOutcome.Stopped stopped) {
            // Before it has begun, its devices are no matter of the error.
            if (report.flatMap(RolloutReport::current).isPresent()) {
                stderr.report(whoRunsWhat(report));
            }
            throw stopped.reason();
        }
    }

    /** The message for an ending that is no error; empty if the result says enough. */
    public static Optional<String> sentence(RolloutOutcome outcome) {
        Optional<RolloutReport> report = outcome.report();
        if (outcome instanceof RolloutOutcome.Done) {
            return Optional.of("Done: every stage passed, and the pins of the roll-out are cleared. "
                    + whoRunsWhat(report) + " `" + status(report) + "` follows those that are still on their way.");
        }
        if (outcome instanceof RolloutOutcome.StagePassed) {
            return Optional.of(
                    "Passed" + stage(report) + ", and --until-stage ends this run there. " + whoRunsWhat(report)
                            + " The same command with a later --until-stage, or without, continues; --undo takes it back.");
        }
        return outcome instanceof RolloutOutcome.Undone
                ? Optional.of("Taken back: the pins of the roll-out are cleared. " + whoRunsWhat(report)
                        + " `"
                        + report.map(known -> "status " + known.fleet().slug() + " --wait")
                                .orElse("status")
                        + "` follows those that are still on their way back.")
                : Optional.empty();
    }

    private static String stage(Optional<RolloutReport> report) {
        return report.flatMap(RolloutReport::current)
                .map(stage -> " in stage " + stage.name())
                .orElse("");
    }

    /** A sentence; empty if nothing is known. */
    private static String whoRunsWhat(Optional<RolloutReport> report) {
        return report.map(known -> "Now " + RolloutWords.whoRunsWhat(known) + ".")
                .orElse("");
    }

    private static String line(String text) {
        return text.isEmpty() ? "" : "\n" + text;
    }

    private static String status(Optional<RolloutReport> report) {
        return report.map(known -> "status " + known.fleet().slug() + " --to-release "
                        + known.to().id())
                .orElse("status FLEET --to-release R");
    }
}

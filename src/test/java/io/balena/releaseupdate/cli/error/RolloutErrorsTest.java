package io.balena.releaseupdate.cli.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.cli.process.ExitCode;
import io.balena.releaseupdate.cli.stderr.Messages;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.RolloutReport;
import io.balena.releaseupdate.output.Rollouts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each ending says how many devices run what, and what to do next, in a line or two. */
class RolloutErrorsTest {

    private static final Optional<RolloutReport> REPORT = Optional.of(Rollouts.soaking());
    private static final String WHO_RUNS_WHAT =
            "Now 120 devices are pinned to 2.0.0 (f5ee689) (100 updated, 1 rejected,"
                    + " 2 silent, 2 overdue, 15 downloading), 3 devices are pinned to it by somebody else, 1080 follow the fleet,"
                    + " which is pinned to 1.2.0 (8e323b4).";

    private final StringWriter err = new StringWriter();
    private final Messages stderr = new Messages(new PrintWriter(err, true), false, false, false);

    @Test
    void eachBadEndingHasItsExitCode() {
        assertEquals(ExitCode.HALTED, code(new RolloutOutcome.Halted(REPORT, "2 of 2 failed")));
        assertEquals(ExitCode.PAUSED, code(new RolloutOutcome.Paused(REPORT, "1 of 1 failed")));
        assertEquals(ExitCode.REPINNED, code(new RolloutOutcome.Superseded(REPORT, "Somebody pinned it.")));
        assertEquals(ExitCode.TIMEOUT, code(new RolloutOutcome.TimedOut(REPORT)));
        assertEquals(
                ExitCode.NOT_LOGGED_IN,
                code(new RolloutOutcome.Stopped(REPORT, new BalenaException.NotLoggedIn("Log in."))));
    }

    private ExitCode code(RolloutOutcome outcome) {
        return ExitCode.of(thrown(outcome));
    }

    private Exception thrown(RolloutOutcome outcome) {
        return assertThrows(
                Exception.class,
                () -> RolloutErrors.throwUnlessPassed(outcome, Optional.of(Duration.ofMinutes(10)), stderr));
    }

    @Test
    void eachBadEndingSaysWhereItStandsAndWhatToDo() {
        List<RolloutOutcome> endings = List.of(
                new RolloutOutcome.Halted(REPORT, "2 of 2 failed"),
                new RolloutOutcome.Paused(REPORT, "1 of 1 failed"),
                new RolloutOutcome.Superseded(REPORT, "Somebody pinned it. Agree with them"),
                new RolloutOutcome.TimedOut(REPORT),
                new RolloutOutcome.Interrupted(REPORT));
        for (RolloutOutcome ending : endings) {
            String message = thrown(ending).getMessage();
            assertTrue(message.contains(WHO_RUNS_WHAT), message);
            assertTrue(message.matches("(?s).*(--undo|Agree).*"), message);
            assertTrue(message.lines().count() <= 2, message);
            assertTrue(message.endsWith("."), message);
        }
    }

    @Test
    void theFirstNumberSaysWhatItCounts() {
        RolloutReport known = Rollouts.soaking();
        var early = new RolloutReport(
                known.fleet(), known.origin(), known.to(), 1, known.target(), List.of(), 40, 0, 0, "Building deltas.");
        assertEquals(
                "Timed out after 600 s. Now 40 devices follow the fleet, which is pinned to 1.2.0 (8e323b4).\n"
                        + "The same command continues, from any machine; --undo takes it back.",
                thrown(new RolloutOutcome.TimedOut(Optional.of(early))).getMessage());
    }

    @Test
    void aHaltSaysWhereAndWhy() {
        assertEquals(
                "Halted in stage 10%: 2 of 2 failed. " + WHO_RUNS_WHAT
                        + "\nNothing was taken back: --undo does that, and then it can begin anew. `status acme/kiosk"
                        + " --to-release 900835` names the devices that hold things up.",
                thrown(new RolloutOutcome.Halted(REPORT, "2 of 2 failed")).getMessage());
    }

    @Test
    void whatStoppedItIsSaidLast() {
        Exception thrown = thrown(new RolloutOutcome.Stopped(REPORT, new BalenaException.NotLoggedIn("Log in.")));

        assertEquals("Log in.", thrown.getMessage());
        assertEquals(WHO_RUNS_WHAT + "\n", err.toString());
    }

    @Test
    void anEndingBeforeTheFirstPollSaysNothingOfDevices() {
        thrown(new RolloutOutcome.Stopped(Optional.empty(), new BalenaException.NotLoggedIn("Log in.")));

        assertEquals("", err.toString());
        assertEquals(
                "The same command continues, from any machine; --undo takes it back.",
                thrown(new RolloutOutcome.Interrupted(Optional.empty())).getMessage());
        assertEquals(
                "Timed out after 600 s.\nThe same command continues, from any machine; --undo takes it back.",
                thrown(new RolloutOutcome.TimedOut(Optional.empty())).getMessage());
    }

    @Test
    void goodEndingsSayWhatComesNext() throws Exception {
        for (RolloutOutcome ending : List.of(
                new RolloutOutcome.Done(REPORT),
                new RolloutOutcome.StagePassed(REPORT),
                new RolloutOutcome.Undone(REPORT))) {
            RolloutErrors.throwUnlessPassed(ending, Optional.empty(), stderr);
            String sentence = RolloutErrors.sentence(ending).orElseThrow();
            assertTrue(sentence.contains(WHO_RUNS_WHAT), sentence);
            assertTrue(sentence.endsWith("."), sentence);
        }
        assertEquals("", err.toString());
    }
}

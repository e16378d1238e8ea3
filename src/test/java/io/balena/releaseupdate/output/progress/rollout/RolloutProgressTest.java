package io.balena.releaseupdate.output.progress.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.RolloutDeviceState;
import io.balena.releaseupdate.model.RolloutEvent;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.RolloutReport;
import io.balena.releaseupdate.model.RolloutStage;
import io.balena.releaseupdate.model.RolloutStage.State;
import io.balena.releaseupdate.model.SourceUpdate;
import io.balena.releaseupdate.model.TargetRelease;
import io.balena.releaseupdate.output.Rollouts;
import io.balena.releaseupdate.output.Updates;
import io.balena.releaseupdate.output.progress.ManualTime;
import io.balena.releaseupdate.output.progress.ProgressMode;
import io.balena.releaseupdate.output.progress.Screen;
import io.balena.releaseupdate.output.progress.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutProgressTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

    private final ManualTime time = new ManualTime();
    private final StringWriter out = new StringWriter();
    private int columns = 100;
    private int rows = 24;
    private boolean isTerminal;
    private boolean isColored;

    @Test
    void aLogGetsALineForEachChange() {
        RolloutProgress progress = progress(ProgressMode.AUTO);

        progress.accept(new RolloutEvent.Polled(Rollouts.planned()));
        progress.accept(new RolloutEvent.Polled(Rollouts.planned()));
        progress.accept(new RolloutEvent.Written("pinned 2 devices\033[2J"));
        progress.accept(new RolloutEvent.Polled(updating(0, "")));
        progress.accept(new RolloutEvent.Notice("balena answered 503\033[2J"));
        progress.accept(new RolloutEvent.Notice("balena answered 503\033[2J"));
        time.pass(Duration.ofSeconds(61));
        progress.tick();
        progress.accept(new RolloutEvent.Polled(updating(1, "")));
        progress.accept(new RolloutEvent.Polled(updating(1, "")));
        progress.finish(new RolloutOutcome.Halted(Optional.of(updating(1, "")), "1 of 2 failed"));
        progress.tick();
        progress.accept(new RolloutEvent.Written("too late"));

        assertEquals("""
                rolling out 2.0.0 (f5ee689) for acme/kiosk, from 1.2.0 (8e323b4), in stages: 1%, 10%, fleet
                next: stage 1% takes 12 devices
                pinned 2 devices\\u001b[2J
                stage 1%: updating, 2 devices: 2 waiting; early
                next: wait
                balena answered 503\\u001b[2J
                still going on after 1 min 1 s, next: wait
                stage 1%: updating, 2 devices: 1 updated, 1 waiting; early
                halted after 1 min 1 s
                """, out.toString());
    }

    @Test
    void aLogShowsTheDeltasOfAStage() {
        RolloutProgress progress = progress(ProgressMode.PLAIN);

        prepare(progress);
        time.pass(Duration.ofSeconds(61));
        progress.tick();
        progress.accept(new RolloutEvent.Written("pinned 2 devices"));
        time.pass(Duration.ofSeconds(61));
        progress.tick();

        assertEquals("""
                rolling out 2.0.0 (f5ee689) for acme/kiosk, from 1.2.0 (8e323b4), in stages: 1%, 10%, fleet
                next: stage 1% takes 12 devices
                preparing deltas: 0 of 1 ready, 1 pending
                main: requested
                still waiting after 1 min 1 s: 0 of 1 ready, 1 pending
                pinned 2 devices
                still going on after 2 min 2 s, next: stage 1% takes 12 devices
                """, out.toString());
    }

    @Test
    void programsGetAnObjectForEachChange() {
        RolloutProgress progress = progress(ProgressMode.JSON);

        prepare(progress);
        progress.accept(new RolloutEvent.Written("pinned 2 devices\033"));
        progress.accept(new RolloutEvent.Polled(updating(1, "")));
        progress.accept(new RolloutEvent.Polled(updating(1, "")));
        progress.accept(new RolloutEvent.Notice("503 \033"));
        time.pass(Duration.ofSeconds(61));
        progress.tick();
        progress.finish(
                new RolloutOutcome.Stopped(Optional.of(updating(1, "")), new BalenaException.NotLoggedIn("Log in.")));

        String begin = "{\"time\":\"2026-11-23T12:00:00.000Z\",\"event\":";
        String releases =
                "\"originates_from__release\":{\"id\":900813,\"commit\":\"8e323b4890123456789abcdef0123456789abcdef\"},"
                        + "\"produces__release\":{\"id\":900835,\"commit\":\"f5ee6890123456789abcdef0123456789abcdef0\"}";
        List<String> lines = out.toString().lines().toList();
        assertEquals(
                begin + "\"started\",\"fleet\":{\"id\":7,\"slug\":\"acme/kiosk\"}," + releases
                        + ",\"attempt\":1,\"next\":\"stage 1% takes 12 devices\"}",
                lines.get(0));
        assertTrue(lines.get(1).startsWith(begin + "\"preparing\",\"updates\":[{"), lines.get(1));
        assertTrue(lines.get(2).startsWith(begin + "\"asked\",\"service_names\":[\"main\"]"), lines.get(2));
        assertEquals(
                List.of(
                        begin + "\"written\",\"message\":\"pinned 2 devices\\u001B\"}",
                        begin + "\"stage\",\"stage\":\"1%\",\"status\":\"updating\",\"device_count\":2,\"devices\":"
                                + "{\"updated\":1,\"rejected\":0,\"lost\":0,\"silent\":0,\"overdue\":0,\"applying\":0,"
                                + "\"downloaded\":0,\"downloading\":0,\"waiting\":1},\"verdict\":\"early\",\"next\":\"wait\"}",
                        begin + "\"trouble\",\"message\":\"503 \\u001B\"}",
                        begin + "\"waiting\",\"elapsed_seconds\":61,\"next\":\"wait\"}",
                        begin + "\"finished\",\"outcome\":\"stopped\",\"reason\":\"Log in.\",\"elapsed_seconds\":61,"
                                + "\"device_count_following\":1080,\"device_count_pinned\":120}"),
                lines.subList(3, lines.size()));
    }

    @Test
    void aTerminalGetsTheStagesAndWhatComesNext() {
        isTerminal = true;
        RolloutProgress progress = progress(ProgressMode.AUTO);

        progress.accept(new RolloutEvent.Written("pinned 120 devices"));
        time.pass(Duration.ofSeconds(65));
        progress.accept(new RolloutEvent.Polled(Rollouts.soaking()));

        assertEquals("""
                pinned 120 devices
                2.0.0 (f5ee689) for acme/kiosk, from 1.2.0 (8e323b4), 1 min 5 s
                1%     passed    12
                10%    soaking  120  100 updated, 1 rejected, 2 silent, 2 overdue, 15 downloading
                50%    planned
                fleet  planned
                gate of 10%: 3 of 103 judged devices failed
                next: stage 50% starts if the gate of stage 10% passes
                """, seen());

        progress.finish(new RolloutOutcome.TimedOut(Optional.of(Rollouts.soaking())));

        assertTrue(seen().endsWith("\ntimed out\n"), seen());
        assertFalse(seen().contains("next:"), seen());
    }

    @Test
    void aTerminalShowsDeltasWhileTheyArePrepared() {
        isTerminal = true;
        RolloutProgress progress = progress(ProgressMode.AUTO);

        prepare(progress);
        progress.tick();
        assertTrue(seen().endsWith("""
                next: stage 1% takes 12 devices
                main  requested  0 s
                deltas: 0 of 1 ready, 1 pending
                """), seen());

        progress.accept(new RolloutEvent.Polled(updating(0, "")));
        progress.tick();
        assertFalse(seen().contains("deltas:"), seen());
    }

    @Test
    void aGateThatHasNotSpokenShowsItsNumbers() {
        isTerminal = true;
        RolloutStage undecided = new RolloutStage(
                "1%",
                State.UPDATING,
                Optional.of(5L),
                Map.of(
                        RolloutDeviceState.UPDATED, 2L,
                        RolloutDeviceState.LOST, 1L,
                        RolloutDeviceState.WAITING, 1L,
                        RolloutDeviceState.SILENT, 1L),
                Optional.empty());

        progress(ProgressMode.AUTO).accept(new RolloutEvent.Polled(Rollouts.report("x", undecided)));

        assertTrue(seen().contains("\ngate of 1%: 3 of 5 devices judged, 1 of them failed\n"), seen());
    }

    @Test
    void itIsDrawnAFewTimesASecondHoweverManyEventsThereAre() {
        isTerminal = true;
        RolloutProgress progress = progress(ProgressMode.AUTO);

        for (int i = 0; i < 1_000; i++) {
            progress.accept(new RolloutEvent.Polled(Rollouts.soaking()));
            time.pass(Duration.ofMillis(1));
        }

        assertEquals(4, out.toString().split("gate of 10%", -1).length - 1);
    }

    @Test
    void aSmallTerminalGetsTheLastStages() {
        isTerminal = true;
        rows = 6;
        columns = 40;

        progress(ProgressMode.AUTO).accept(new RolloutEvent.Polled(Rollouts.soaking()));

        assertEquals("""
                2.0.0 (f5ee689) for acme/kiosk, from 1…
                50%    planned
                fleet  planned
                gate of 10%: 3 of 103 judged devices f…
                next: stage 50% starts if the gate of …
                """, seen());
    }

    @Test
    void passedStagesAreGreenAndFailedOnesRed() {
        isTerminal = true;
        isColored = true;

        progress(ProgressMode.AUTO)
                .accept(new RolloutEvent.Polled(Rollouts.report(
                        "x",
                        Rollouts.passed(),
                        Rollouts.stage("2%", State.FAILED, 2, Map.of(), "bad"),
                        Rollouts.planned("fleet"))));

        assertTrue(out.toString().contains("\033[32m1%"), out.toString());
        assertTrue(out.toString().contains("\033[31m2%"), out.toString());
        assertTrue(out.toString().contains("\nfleet"), out.toString());
    }

    @Test
    void aRunThatEndsBeforeItsFirstPollLeavesNothing() {
        isTerminal = true;
        RolloutProgress progress = progress(ProgressMode.AUTO);

        progress.tick();
        assertTrue(seen().contains("looking up the fleet, 0 s"), seen());
        progress.finish(new RolloutOutcome.Stopped(Optional.empty(), new BalenaException.NotLoggedIn("Log in.")));

        assertEquals("", seen());
    }

    @Test
    void quietSaysNothing() {
        RolloutProgress progress = progress(ProgressMode.NONE);

        progress.accept(new RolloutEvent.Polled(Rollouts.soaking()));
        progress.tick();
        progress.finish(new RolloutOutcome.Done(Optional.of(Rollouts.soaking())));

        assertEquals("", out.toString());
    }

    private void prepare(RolloutProgress progress) {
        ReleaseUpdate update = Updates.with()
                .updated("main", 1, 300 * Updates.MIB, new DeltaState.Missing())
                .update();
        var fleet = new FleetUpdate(
                new Fleet(7, "acme/kiosk"),
                new FleetTarget(Optional.of(Rollouts.ORIGIN), false),
                new TargetRelease(update.to(), true, false),
                List.of(new SourceUpdate(update, 2)),
                List.of(),
                0,
                0,
                Optional.empty());
        progress.accept(new RolloutEvent.Polled(Rollouts.planned()));
        progress.accept(new RolloutEvent.Preparing(fleet, new PreparationEvent.Requested(Updates.pair(1), 1)));
        progress.accept(new RolloutEvent.Preparing(fleet, new PreparationEvent.Polled()));
    }

    private static RolloutReport updating(long updated, String suffix) {
        RolloutStage stage = Rollouts.stage(
                "1%",
                State.UPDATING,
                2,
                Map.of(RolloutDeviceState.UPDATED, updated, RolloutDeviceState.WAITING, 2 - updated),
                "early" + suffix);
        return Rollouts.report("wait", stage, Rollouts.planned("10%"), Rollouts.planned(RolloutStage.FLEET));
    }

    private RolloutProgress progress(ProgressMode mode) {
        var terminal = new Terminal(isTerminal, Optional.of("xterm"), isColored, () -> columns, () -> rows);
        return RolloutProgresses.of(mode, new PrintWriter(out), terminal, 3, time, CLOCK);
    }

    private String seen() {
        Screen screen = new Screen();
        screen.print(out.toString());
        return screen.text();
    }
}

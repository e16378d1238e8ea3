package io.balena.releaseupdate.output.progress.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.DelayedDevice;
import io.balena.releaseupdate.model.DeviceCounts;
import io.balena.releaseupdate.model.DeviceState;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.StatusEnd;
import io.balena.releaseupdate.model.StatusEvent;
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

class StatusProgressTest {

    private static final ReleaseName RELEASE = new ReleaseName(900835, "f5ee6890123456789", Optional.of("2.0.0"));
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

    private final ManualTime time = new ManualTime();
    private final StringWriter out = new StringWriter();
    private int columns = 80;
    private int rows = 24;
    private boolean isTerminal;

    @Test
    void aLogGetsALineForEachChange() {
        StatusProgress progress = progress(ProgressMode.AUTO);

        progress.start(status(0, 3));
        progress.accept(new StatusEvent.Polled(status(0, 3)));
        progress.accept(new StatusEvent.Trouble("balena answered 503\033[2J"));
        progress.accept(new StatusEvent.Trouble("balena answered 503\033[2J"));
        time.pass(Duration.ofSeconds(50));
        progress.tick();
        progress.accept(new StatusEvent.Polled(status(2, 1)));
        progress.accept(new StatusEvent.Polled(status(2, 1)));
        time.pass(Duration.ofSeconds(60));
        progress.tick();
        progress.finish(new StatusEnd.Reached(status(4, 0)));
        progress.tick();

        assertEquals("""
                watching devices: 0 of 4 updated, 3 downloading, 1 waiting
                balena answered 503\\u001b[2J
                2 of 4 updated, 1 downloading, 1 waiting
                still waiting after 1 min 50 s: 2 of 4 updated, 1 downloading, 1 waiting
                done after 1 min 50 s: 4 of 4 updated
                """, out.toString());
    }

    @Test
    void programsGetAnObjectForEachChange() {
        StatusProgress progress = progress(ProgressMode.JSON);

        progress.start(status(0, 3));
        progress.accept(new StatusEvent.Polled(status(0, 3)));
        progress.accept(new StatusEvent.Trouble("503 \033"));
        progress.accept(new StatusEvent.Polled(status(2, 1)));
        time.pass(Duration.ofSeconds(61));
        progress.tick();
        progress.finish(new StatusEnd.Stopped(status(2, 1), new BalenaException.NotLoggedIn("no")));

        String counts = "\"rejected\":0,\"unreachable\":0,\"applying\":0,\"downloaded\":0,\"downloading\":%d,"
                + "\"waiting\":1,\"other_target\":0,\"pinned\":12,\"frozen\":0,\"inactive\":0}}\n";
        String begin = "{\"time\":\"2026-11-23T12:00:00.000Z\",\"event\":";
        assertEquals(
                begin + "\"started\",\"devices\":{\"targeted\":4,\"updated\":0," + counts.formatted(3)
                        + begin + "\"trouble\",\"message\":\"503 \\u001B\"}\n"
                        + begin + "\"changed\",\"devices\":{\"targeted\":4,\"updated\":2," + counts.formatted(1)
                        + begin + "\"waiting\",\"elapsed_seconds\":61,\"devices\":{\"targeted\":4,\"updated\":2,"
                        + counts.formatted(1)
                        + begin + "\"finished\",\"outcome\":\"stopped\",\"elapsed_seconds\":61,\"devices\":"
                        + "{\"targeted\":4,\"updated\":2," + counts.formatted(1),
                out.toString());
    }

    @Test
    void aTerminalGetsABarAndTheDevicesThatHoldThingsUp() {
        isTerminal = true;
        StatusProgress progress = progress(ProgressMode.AUTO);

        progress.start(status(0, 3));
        progress.accept(new StatusEvent.Trouble("balena answered 503"));
        time.pass(Duration.ofSeconds(65));
        progress.accept(new StatusEvent.Polled(status(2, 1)));
        assertEquals("""
                balena answered 503
                [###############...............] 50%  1 min 5 s
                0123456  front door  downloading
                fedcba9  lobby       waiting
                2 of 4 updated, 1 downloading, 1 waiting
                """, seen());

        progress.finish(new StatusEnd.TimedOut(status(2, 1)));
        assertEquals("""
                balena answered 503
                [###############...............] 50%  1 min 5 s
                0123456  front door  downloading
                fedcba9  lobby       waiting
                timed out: 2 of 4 updated, 1 downloading, 1 waiting
                """, seen());
    }

    @Test
    void aSmallTerminalGetsWhatFits() {
        isTerminal = true;
        rows = 4;
        columns = 30;

        progress(ProgressMode.AUTO).start(status(2, 1));

        assertEquals("""
                [###...] 50%  0 s
                2 of 4 updated, 1
                downloading, 1 waiting
                """, seen());
    }

    @Test
    void aNarrowTerminalGetsTheWholeState() {
        isTerminal = true;
        columns = 30;

        progress(ProgressMode.AUTO).start(status(2, 1));

        assertEquals("""
                [###...] 50%  0 s
                0123456 front do… downloading
                fedcba9 lobby     waiting
                2 of 4 updated, 1
                downloading, 1 waiting
                """, seen());
    }

    @Test
    void quietSaysNothing() {
        StatusProgress progress = progress(ProgressMode.NONE);

        progress.start(status(0, 3));
        progress.accept(new StatusEvent.Trouble("balena answered 503"));
        progress.finish(new StatusEnd.Interrupted(status(2, 1)));

        assertEquals("", out.toString());
    }

    private StatusProgress progress(ProgressMode mode) {
        var terminal = new Terminal(isTerminal, Optional.of("xterm"), false, () -> columns, () -> rows);
        return StatusProgresses.of(mode, new PrintWriter(out), terminal, time, CLOCK);
    }

    private String seen() {
        Screen screen = new Screen();
        screen.print(out.toString());
        return screen.text();
    }

    private static FleetStatus status(long updated, long downloading) {
        var counts = new DeviceCounts(
                Map.of(
                        DeviceState.UPDATED,
                        updated,
                        DeviceState.DOWNLOADING,
                        downloading,
                        DeviceState.WAITING,
                        4 - updated - downloading),
                0,
                12,
                0,
                0);
        return new FleetStatus(
                new Fleet(7, "acme/kiosk"),
                new FleetTarget(Optional.of(RELEASE), false),
                RELEASE,
                counts,
                List.of(
                        new DelayedDevice("0123456789", "front door", DeviceState.DOWNLOADING, Optional.empty()),
                        new DelayedDevice("fedcba9876", "lobby", DeviceState.WAITING, Optional.empty())));
    }
}

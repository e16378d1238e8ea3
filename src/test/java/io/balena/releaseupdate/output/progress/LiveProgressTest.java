package io.balena.releaseupdate.output.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.output.Updates;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveProgressTest {

    private final ManualTime time = new ManualTime();
    private final StringWriter out = new StringWriter();
    private int columns = 80;
    private int rows = 24;
    private final Terminal terminal = new Terminal(true, Optional.of("xterm"), false, () -> columns, () -> rows);
    private final Progress progress = new LiveProgress(new PrintWriter(out), terminal, 3, time);
    private final Screen screen = new Screen();
    private final DeltaState missing = new DeltaState.Missing();
    private final DeltaState building = new DeltaState.Building(1);

    @Test
    void redrawsInPlace() {
        start();
        assertEquals("""
                api   being built  0 s
                main  pending      0 s
                0 of 2 ready, 1 being built, 1 pending, 0 s
                """, seen());

        progress.accept(new PreparationEvent.Requested(Updates.pair(1), 1));
        time.pass(Duration.ofSeconds(2));
        progress.tick();
        assertEquals("""
                api   being built  2 s
                main  requested    2 s
                0 of 2 ready, 1 being built, 1 pending, 2 s
                """, seen());

        progress.accept(new PreparationEvent.Changed(Updates.pair(2), building, Updates.finished(24)));
        progress.accept(new PreparationEvent.Trouble("balena answered 503\033[2J"));
        progress.accept(new PreparationEvent.Trouble("balena answered 503\033[2J"));
        progress.accept(new PreparationEvent.Polled());
        progress.tick();
        assertEquals("""
                balena answered 503\\u001b[2J
                api   ready           24 B instead of 1000 B
                main  requested  2 s
                1 of 2 ready, 1 pending, 2 s
                """, seen());

        progress.finish(
                List.of(Updates.with()
                        .updated("main", 1, 1000, new DeltaState.Failed(3, "broken"))
                        .updated("api", 2, 1000, Updates.finished(24))
                        .update()),
                new Preparation.TimedOut(Map.of()));
        assertEquals("""
                balena answered 503\\u001b[2J
                api   ready        24 B instead of 1000 B
                main  failed  0 s  broken
                timed out: 1 of 2 ready, 1 failed, 2 s
                """, seen());
    }

    @Test
    void drawsAFewTimesASecondHoweverMuchHappens() {
        start();
        out.getBuffer().setLength(0);
        progress.accept(new PreparationEvent.Changed(Updates.pair(1), missing, building));
        progress.accept(new PreparationEvent.Trouble("balena answered 503"));
        time.pass(Duration.ofMillis(249));
        progress.accept(new PreparationEvent.Polled());
        assertEquals("", out.toString());

        time.pass(Duration.ofMillis(1));
        progress.accept(new PreparationEvent.Requested(Updates.pair(1), 1));
        assertTrue(out.toString().contains("balena answered 503"));
        assertTrue(out.toString().contains("0 of 2 ready, 2 being built"));

        out.getBuffer().setLength(0);
        progress.accept(new PreparationEvent.Changed(Updates.pair(2), building, Updates.finished(24)));
        assertEquals("", out.toString());
        progress.finish(
                List.of(Updates.with()
                        .updated("main", 1, 1000, Updates.finished(24))
                        .updated("api", 2, 1000, Updates.finished(24))
                        .update()),
                new Preparation.Ready(Map.of()));
        assertTrue(out.toString().contains("done: 2 of 2 ready"));
    }

    @Test
    void tenThousandDeltasFillNoLog() {
        List<ReleaseUpdate> updates = List.of(many(10_000));
        progress.start(updates);
        for (int i = 1; i <= 10_000; i++) {
            time.pass(Duration.ofMillis(2));
            progress.accept(new PreparationEvent.Changed(Updates.pair(i), missing, building));
        }
        progress.finish(updates, new Preparation.TimedOut(Map.of()));
        assertTrue(
                out.getBuffer().length() < 2_000_000,
                "characters: " + out.getBuffer().length());
    }

    private ReleaseUpdate many(int deltas) {
        Updates builder = Updates.with();
        for (int i = 1; i <= deltas; i++) {
            builder.updated("service" + i, i, 1000, missing);
        }
        return builder.update();
    }

    @Test
    void sendsWhatTerminalsKnow() {
        start();
        out.getBuffer().setLength(0);
        progress.tick();
        assertEquals(
                "\r\033[3A"
                        + "api   being built  0 s\033[K\n"
                        + "main  pending      0 s\033[K\n"
                        + "0 of 2 ready, 1 being built, 1 pending, 0 s\033[K\n"
                        + "\033[J",
                out.toString());
    }

    @Test
    void findsTheTopOfLinesThatANarrowerTerminalWrapped() {
        start();
        columns = 20;
        out.getBuffer().setLength(0);
        progress.tick();
        // 22, 22 and 43 columns take 2, 2 and 3 rows.
        assertTrue(out.toString().startsWith("\r\033[7A"));
    }

    @Test
    void staysOnTheScreen() {
        start();
        rows = 3;
        out.getBuffer().setLength(0);
        progress.tick();
        assertEquals(
                "\r\033[2A… and 2 more\033[K\n0 of 2 ready, 1 being built, 1 pending, 0 s\033[K\n\033[J",
                out.toString());
    }

    @Test
    void takesAUsualTerminalWhereTheSizeIsNotKnown() {
        columns = 0;
        rows = -1;
        start();
        assertEquals("""
                api   being built  0 s
                main  pending      0 s
                0 of 2 ready, 1 being built, 1 pending, 0 s
                """, seen());
    }

    private void start() {
        progress.start(List.of(Updates.with()
                .updated("main", 1, 1000, missing)
                .updated("api", 2, 1000, building)
                .update()));
    }

    private String seen() {
        screen.print(out.toString());
        out.getBuffer().setLength(0);
        return screen.text();
    }
}

package io.balena.releaseupdate.output.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.output.Updates;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveLayoutTest {

    private final ManualTime time = new ManualTime();
    private final DeltaBoard board = new DeltaBoard(time);

    @Test
    void hasALineForEachDelta() {
        board.start(List.of(Updates.ofAllKinds()));
        time.pass(Duration.ofSeconds(50));
        board.requested(new PreparationEvent.Requested(Updates.pair(3), 2));
        time.pass(Duration.ofSeconds(15));
        assertEquals("""
                api     being built               1 min 5 s
                main    ready                                24.2 MiB instead of 300.0 MiB
                redis   requested again (2 of 3)       15 s
                worker  failed                    1 min 5 s  no space left on device
                summary
                """, frame(80, 24));
    }

    @Test
    void showsWhatIsNotReadyWhereThereIsLittleRoom() {
        board.start(List.of(Updates.ofAllKinds()));
        assertEquals("""
                api    being built  0 s
                redis  pending      0 s
                … and 2 more
                summary
                """, frame(40, 5));
        assertEquals("""
                … and 4 more
                summary
                """, frame(40, 3));
        assertEquals("summary\n", frame(40, 2));
        assertEquals("summary\n", frame(40, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 79})
    void isNeverAsWideAsTheTerminal(int columns) {
        board.start(List.of(hostile()));
        var lines = new LiveLayout(columns, 24, 3, true).of(board.deltas(), "summary", time.getAsLong());
        assertEquals(6, lines.size());
        assertTrue(lines.stream().allMatch(line -> line.width() < columns));
    }

    @Test
    void isNarrow() {
        board.start(List.of(hostile()));
        assertEquals("""
                \\u001b… failed
                xxxxxx… pending
                имя     ready
                日本語… being built
                🚀🚀🚀… pending
                summary
                """, frame(20, 24));
    }

    @Test
    void keepsWhatTellsLinesApartOnANarrowTerminal() {
        ReleaseUpdate one = Updates.with()
                .from(900813)
                .updated("telemetry-collector-a", 1, 1000, new DeltaState.Building(1))
                .updated("telemetry-collector-b", 2, 120 * Updates.MIB, Updates.finished(10 * Updates.MIB))
                .update();
        ReleaseUpdate two = Updates.with()
                .from(900814)
                .updated("telemetry-collector-a", 3, 1000, new DeltaState.Failed(1, "no space left on device"))
                .update();
        board.start(List.of(one, two));
        assertEquals("""
                telemetry-collector-a  from 900813  being built  0 s
                telemetry-collector-b  from 900813  ready             10.0 MiB instead of 120.0 MiB
                telemetry-collector-a  from 900814  failed       0 s  no space left on device
                summary
                """, frame(100, 24));
        assertEquals("""
                teleme…tor-a 900813 being built 0 s
                teleme…tor-b 900813 ready           10.0 MiB
                teleme…tor-a 900814 failed      0 s no space lef…
                summary
                """, frame(50, 24));
        assertEquals("""
                tel…r-a 900813 being built 0 s
                tel…r-b 900813 ready           10.0 MiB
                tel…r-a 900814 failed      0 s no spac…
                summary
                """, frame(40, 24));
    }

    @Test
    void colorsWholeLines() {
        board.start(List.of(Updates.with()
                .updated("a", 1, 1000, Updates.finished(10))
                .updated("b", 2, 1000, new DeltaState.Failed(1, "broken"))
                .updated("c", 3, 1000, new DeltaState.Building(1))
                .update()));
        assertEquals(
                List.of(
                        "\033[32ma  ready             10 B instead of 1000 B\033[0m",
                        "\033[31mb  failed       0 s  broken\033[0m",
                        "c  being built  0 s",
                        "summary"),
                new LiveLayout(80, 24, 3, true)
                        .of(board.deltas(), "summary", time.getAsLong()).stream()
                                .map(LiveLayout.Line::toString)
                                .toList());
    }

    private static ReleaseUpdate hostile() {
        return Updates.with()
                .updated("\033[31mx", 1, 1000, new DeltaState.Failed(1, "line 1\nline 2\033[2J"))
                .updated("имя", 2, 1000, Updates.finished(10))
                .updated("日本語サービス", 3, 1000, new DeltaState.Building(1))
                .updated("x".repeat(200), 4, 1000, new DeltaState.Missing())
                .updated("🚀".repeat(50), 5, 1000, new DeltaState.Missing())
                .update();
    }

    private String frame(int columns, int rows) {
        return new LiveLayout(columns, rows, 3, false)
                .of(board.deltas(), "summary", time.getAsLong()).stream()
                        .map(line -> line + "\n")
                        .collect(Collectors.joining());
    }
}

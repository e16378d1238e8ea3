package io.balena.releaseupdate.output.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.output.Updates;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressesTest {

    private final StringWriter out = new StringWriter();

    @Test
    void isLiveOnTerminalsThatCanRedraw() {
        assertTrue(started(ProgressMode.AUTO, terminal(true, "xterm-256color")).contains("\033["));
        assertTrue(terminal(true, "xterm").canRedraw());
        assertFalse(terminal(true, "dumb").canRedraw());
        assertFalse(terminal(true, "").canRedraw());
        assertFalse(terminal(true, null).canRedraw());
        assertFalse(terminal(false, "xterm").canRedraw());
    }

    @Test
    void isPlainElsewhere() {
        assertTrue(started(ProgressMode.AUTO, terminal(false, "xterm")).startsWith("preparing deltas: "));
    }

    @Test
    void isWhatTheUserWants() {
        assertTrue(started(ProgressMode.PLAIN, terminal(true, "xterm")).startsWith("preparing deltas: "));
        assertTrue(started(ProgressMode.JSON, terminal(true, "xterm")).startsWith("{\"time\":"));
        assertEquals("", started(ProgressMode.NONE, terminal(true, "xterm")));
    }

    @Test
    void saysNothingBeforeTheStartAndAfterTheEnd() {
        Progress progress = progress(ProgressMode.PLAIN, terminal(false, null));
        progress.tick();
        progress.accept(new PreparationEvent.Trouble("early"));
        progress.start(List.of(Updates.ofAllKinds()));
        progress.finish(List.of(Updates.ofAllKinds()), new Preparation.Interrupted(Map.of()));
        progress.accept(new PreparationEvent.Trouble("late"));
        progress.tick();
        progress.finish(List.of(Updates.ofAllKinds()), new Preparation.Ready(Map.of()));
        assertEquals("""
                preparing deltas: 1 of 4 ready, 1 being built, 1 pending, 1 failed
                interrupted after 0 s: 1 of 4 ready, 1 being built, 1 pending, 1 failed
                """, out.toString());
    }

    private String started(ProgressMode mode, Terminal terminal) {
        out.getBuffer().setLength(0);
        progress(mode, terminal).start(List.of(Updates.ofAllKinds()));
        return out.toString();
    }

    private Progress progress(ProgressMode mode, Terminal terminal) {
        return Progresses.of(mode, new PrintWriter(out), terminal, 3, new ManualTime(), Clock.systemUTC());
    }

    private static Terminal terminal(boolean isTerminal, String type) {
        return new Terminal(isTerminal, Optional.ofNullable(type), false, () -> 80, () -> 24);
    }
}

package io.balena.releaseupdate.cli.stderr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.balena.releaseupdate.cloud.Connection;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private final StringWriter err = new StringWriter();

    @Test
    void verboseLinesBeginWithTheTime() {
        Messages messages = messages(true);
        messages.requestLog().accept("GET https://api.example.org/ -> 200 in 12 ms");
        messages.warn("odd");
        assertEquals(
                List.of(
                        "2026-11-25T20:00:00.120Z [DEBUG] GET https://api.example.org/ -> 200 in 12 ms",
                        "2026-11-25T20:00:00.120Z WARNING: odd"),
                err.toString().lines().toList());
    }

    @Test
    void otherwiseRequestsAreNotLoggedAndLinesHaveNoTime() {
        Messages messages = messages(false);
        assertSame(Connection.NO_LOG, messages.requestLog());
        messages.warn("odd");
        assertEquals("WARNING: odd", err.toString().strip());
    }

    @Test
    void aColoredWarningHasNoOtherColor() {
        messages(false, true).warn("odd");
        assertEquals("\033[33mWARNING:\033[0m odd", err.toString().strip());
    }

    private Messages messages(boolean verbose) {
        return messages(verbose, false);
    }

    private Messages messages(boolean verbose, boolean isColored) {
        Clock clock = Clock.fixed(Instant.parse("2026-11-25T20:00:00.120Z"), ZoneOffset.UTC);
        return new Messages(new PrintWriter(err, true), false, verbose, isColored, clock);
    }
}

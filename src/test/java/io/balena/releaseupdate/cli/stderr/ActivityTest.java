package io.balena.releaseupdate.cli.stderr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.balena.releaseupdate.output.progress.ProgressMode;
import io.balena.releaseupdate.output.progress.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ActivityTest {

    private static final String CLEAR = "\r\u001b[K";

    private final StringWriter written = new StringWriter();
    private final PrintWriter err = new PrintWriter(written, true);
    private final Messages messages = new Messages(err, false, false, false);
    private final List<Runnable> later = new ArrayList<>();

    @Test
    void isSeenAfterAMomentAndGoneAtTheEnd() {
        Activity activity = begin("Looking up fleet acme/kiosk", 80);
        assertEquals("", written.toString());
        later.forEach(Runnable::run);
        assertEquals("Looking up fleet acme/kiosk…", written.toString());
        activity.close();
        assertEquals("Looking up fleet acme/kiosk…" + CLEAR, written.toString());
    }

    @Test
    void isNotSeenIfItEndsBefore() {
        begin("Looking up", 80).close();
        later.forEach(Runnable::run);
        assertEquals("", written.toString());
    }

    @Test
    void letsAWarningThrough() {
        try (Activity activity = begin("Looking up", 80)) {
            later.forEach(Runnable::run);
            messages.warn("odd");
        }
        messages.warn("later");
        assertEquals(
                "Looking up…" + CLEAR + "WARNING: odd\nLooking up…" + CLEAR + "WARNING: later\n",
                written.toString().replace("\r\n", "\n"));
    }

    @Test
    void fitsTheTerminalAndObeysNothing() {
        begin("Looking up \u001b[2Jfleet acme/kiosk", 20);
        later.forEach(Runnable::run);
        assertEquals("Looking up \\u001b[…", written.toString());
    }

    @Test
    void isNotSeenElsewhere() {
        for (ProgressMode mode : ProgressMode.values()) {
            boolean isTerminal = mode != ProgressMode.AUTO;
            var terminal = new Terminal(isTerminal, Optional.of("xterm"), false, () -> 80, () -> 24);
            try (Activity activity = Activity.begin("Looking up", mode, terminal, messages, err)) {
                messages.warn(mode.toString());
            }
        }
        assertEquals("WARNING: auto\nWARNING: plain\nWARNING: json\nWARNING: none\n", written.toString());
    }

    private Activity begin(String text, int columns) {
        var terminal = new Terminal(true, Optional.of("xterm"), false, () -> columns, () -> 24);
        return Activity.begin(text, terminal, messages, err, later::add);
    }
}

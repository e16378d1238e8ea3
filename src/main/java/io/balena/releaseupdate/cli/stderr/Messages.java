package io.balena.releaseupdate.cli.stderr;

import io.balena.releaseupdate.cloud.Connection;
import io.balena.releaseupdate.text.Printable;
import io.balena.releaseupdate.text.TextStyle;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;

/** Messages of a command on stderr. */
public final class Messages {

    /** In UTC, like the times of NDJSON events. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private final PrintWriter err;
    private final boolean quiet;
    private final boolean verbose;
    private final TextStyle style;
    private final Clock clock;
    private volatile Consumer<String> diversion;

    /** @param isColored whether warnings have a colour */
    public Messages(PrintWriter err, boolean quiet, boolean verbose, boolean isColored) {
        this(err, quiet, verbose, isColored, Clock.systemUTC());
    }

    /** @param clock the time that lines of {@code --verbose} begin with */
    public Messages(PrintWriter err, boolean quiet, boolean verbose, boolean isColored, Clock clock) {
        this.style = new TextStyle(TextStyle.UNLIMITED, isColored, false);
        this.clock = clock;
        this.err = err;
        this.quiet = quiet;
        this.verbose = verbose;
    }

    /** Prints a message, also with {@code --quiet}: the user requested it. */
    public void tell(String message) {
        err.println(Printable.message(message));
    }

    /** Prints a message about something that was done, unless {@code --quiet}. */
    public void report(String message) {
        if (!quiet) {
            tell(message);
        }
    }

    /** Prints a warning, unless {@code --quiet}, or passes it to the display that is up. */
    public void warn(String message) {
        Consumer<String> other = diversion;
        if (quiet) {
            return;
        }
        if (other != null) {
            other.accept(message);
        } else {
            printWarning(message);
        }
    }

    /** Prints a warning although a display may be up. */
    void printWarning(String message) {
        err.println(time() + style.color(TextStyle.Color.WARNING, "WARNING:") + " " + Printable.message(message));
    }

    /** While a display is up, warnings go into it; null ends that. */
    void divertWarnings(Consumer<String> display) {
        diversion = display;
    }

    /** Takes a line for each request, which only {@code --verbose} prints. */
    public Consumer<String> requestLog() {
        return verbose ? line -> err.println(time() + "[DEBUG] " + Printable.message(line)) : Connection.NO_LOG;
    }

    private String time() {
        return verbose ? TIME.format(clock.instant()) + " " : "";
    }
}

package io.balena.releaseupdate.cli;

import java.io.PrintWriter;
import java.util.function.Consumer;

/** What a command says on stderr. */
final class Messages {

    private final PrintWriter err;
    private final boolean quiet;
    private final boolean verbose;
    private volatile Consumer<String> diversion;

    Messages(PrintWriter err, boolean quiet, boolean verbose) {
        this.err = err;
        this.quiet = quiet;
        this.verbose = verbose;
    }

    /** What the user asked to be told. */
    void tell(String message) {
        err.println(printable(message));
    }

    /** What was done, for who watches. */
    void report(String message) {
        if (!quiet) {
            tell(message);
        }
    }

    /** Something that went wrong and was got over. */
    void warn(String message) {
        Consumer<String> other = diversion;
        if (quiet) {
            return;
        }
        if (other != null) {
            other.accept(message);
        } else {
            err.println("WARNING: " + printable(message));
        }
    }

    /** While a display is up, warnings go into it; null ends that. */
    void divertWarnings(Consumer<String> display) {
        diversion = display;
    }

    /** A request, for who looks for the cause of a problem. */
    void request(String line) {
        if (verbose) {
            err.println("[DEBUG] " + printable(line));
        }
    }

    /** A text with nothing in it that a terminal would obey. */
    static String printable(String text) {
        return text.replaceAll("[\\p{C}&&[^\n]]", "?");
    }
}

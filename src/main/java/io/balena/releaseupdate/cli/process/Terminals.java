package io.balena.releaseupdate.cli.process;

import io.balena.releaseupdate.output.progress.Terminal;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sun.misc.Signal;

/** Finds out whether stdout and stderr are terminals, and of which kind. */
public final class Terminals {

    private static final File TERMINAL = new File("/dev/tty");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,4}) (\\d{1,4})\\s*");
    private static final Pattern COLUMNS = Pattern.compile("0*([1-9]\\d{0,3})");
    private static final long STTY_MILLIS = 500;

    /** How often the window changed its size since the first call of {@link #stderr}. */
    private static final AtomicInteger RESIZES = new AtomicInteger();

    private final boolean isTerminal;
    private final int wantedColumns;
    private int measuredAfter = -1;
    private int rows;
    private int columns;

    private Terminals(boolean isTerminal, Map<String, String> environment) {
        this.isTerminal = isTerminal;
        Matcher wanted = COLUMNS.matcher(environment.getOrDefault("COLUMNS", ""));
        this.wantedColumns = wanted.matches() ? Integer.parseInt(wanted.group(1)) : 0;
    }

    /** stdout; its size is measured when first needed. */
    public static Terminal stdout(Map<String, String> environment) {
        return new Terminals(StandardStreams.leadsToTerminal(1), environment).terminal(environment);
    }

    /** stderr; its size follows the window. */
    public static Terminal stderr(Map<String, String> environment) {
        var self = new Terminals(StandardStreams.leadsToTerminal(2), environment);
        if (self.isTerminal) {
            Signal.handle(new Signal("WINCH"), signal -> RESIZES.incrementAndGet());
        }
        return self.terminal(environment);
    }

    private Terminal terminal(Map<String, String> environment) {
        return new Terminal(
                isTerminal, Optional.ofNullable(environment.get("TERM")), false, this::columns, () -> measured().rows);
    }

    /** The variable COLUMNS makes lines shorter, but never longer than the terminal is wide. */
    private int columns() {
        int width = measured().columns;
        return wantedColumns > 0 && (width <= 0 || wantedColumns < width) ? wantedColumns : width;
    }

    private synchronized Terminals measured() {
        int resizes = RESIZES.get();
        if (isTerminal && measuredAfter != resizes) {
            measuredAfter = resizes;
            measure();
        }
        return this;
    }

    /** Runs {@code stty}; without it, the size stays unknown. */
    private void measure() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(TERMINAL)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(STTY_MILLIS, TimeUnit.MILLISECONDS)) {
                stty.destroy();
                return;
            }
            Matcher size = SIZE.matcher(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            if (size.matches()) {
                rows = Integer.parseInt(size.group(1));
                columns = Integer.parseInt(size.group(2));
            }
        } catch (IOException e) {
            rows = 0;
            columns = 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

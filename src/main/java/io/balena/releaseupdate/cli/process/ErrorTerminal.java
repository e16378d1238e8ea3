package io.balena.releaseupdate.cli.process;

import io.balena.releaseupdate.output.progress.Terminal;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sun.misc.Signal;

/** What stderr leads to. */
public final class ErrorTerminal {

    private static final File TERMINAL = new File("/dev/tty");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,4}) (\\d{1,4})\\s*");
    private static final long STTY_MILLIS = 500;

    private volatile boolean resized = true;
    private int rows;
    private int columns;

    private ErrorTerminal() {}

    public static Terminal of(Map<String, String> environment) {
        var self = new ErrorTerminal();
        boolean isTerminal = StandardStreams.leadsToTerminal(2);
        if (isTerminal) {
            Signal.handle(new Signal("WINCH"), signal -> self.resized = true);
        }
        return new Terminal(
                isTerminal,
                Optional.ofNullable(environment.get("TERM")),
                !environment.getOrDefault("NO_COLOR", "").isEmpty(),
                () -> self.measured().columns,
                () -> self.measured().rows);
    }

    private synchronized ErrorTerminal measured() {
        if (resized) {
            resized = false;
            measure();
        }
        return this;
    }

    /** Asks {@code stty}; where there is none, the size stays unknown. */
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

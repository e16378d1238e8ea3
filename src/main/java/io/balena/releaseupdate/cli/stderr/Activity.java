package io.balena.releaseupdate.cli.stderr;

import io.balena.releaseupdate.output.progress.ProgressMode;
import io.balena.releaseupdate.output.progress.Terminal;
import io.balena.releaseupdate.text.DisplayWidth;
import io.balena.releaseupdate.text.Printable;
import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A line on a terminal that says what a command is busy with, if that takes longer than a moment; gone at the end. */
public final class Activity implements AutoCloseable {

    private static final long MOMENT_MILLIS = 500;
    private static final String CLEAR = "\r\u001b[K";
    private static final Activity NONE = new Activity("", null, null);

    private final String line;
    private final Messages messages;
    private final PrintWriter err;
    private boolean isShown;
    private boolean isOver;

    private Activity(String line, Messages messages, PrintWriter err) {
        this.line = line;
        this.messages = messages;
        this.err = err;
    }

    /**
     * Begins an activity.
     *
     * @param mode of progress: only the live one has such a line
     */
    public static Activity begin(
            String text, ProgressMode mode, Terminal terminal, Messages messages, PrintWriter err) {
        if (mode != ProgressMode.AUTO || !terminal.canRedraw()) {
            return NONE;
        }
        return begin(
                text, terminal, messages, err, CompletableFuture.delayedExecutor(MOMENT_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** @param later runs what it is given after a moment */
    public static Activity begin(String text, Terminal terminal, Messages messages, PrintWriter err, Executor later) {
        String line = DisplayWidth.shorten(Printable.of(text) + "…", terminal.currentColumns() - 1);
        var activity = new Activity(line, messages, err);
        messages.divertWarnings(activity::warn);
        later.execute(activity::show);
        return activity;
    }

    private synchronized void show() {
        if (!isOver) {
            isShown = true;
            err.print(line);
            err.flush();
        }
    }

    private synchronized void warn(String message) {
        clear();
        messages.printWarning(message);
        if (isShown) {
            show();
        }
    }

    private void clear() {
        if (isShown) {
            err.print(CLEAR);
            err.flush();
        }
    }

    @Override
    public synchronized void close() {
        if (err == null || isOver) {
            return;
        }
        clear();
        isOver = true;
        messages.divertWarnings(null);
    }
}

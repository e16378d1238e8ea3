package io.balena.releaseupdate.cli.stderr;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Lets a display know once a second that time passes, and gives it the warnings that come while it is up. */
public final class Ticker implements AutoCloseable {

    private final Messages messages;
    private final ScheduledExecutorService ticks;

    private Ticker(Messages messages) {
        this.messages = messages;
        this.ticks = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Begins to tick.
     *
     * @param messages whose warnings go to the display until this is closed
     */
    public static Ticker start(Messages messages, Runnable tick, Consumer<String> warnings) {
        var ticker = new Ticker(messages);
        messages.divertWarnings(warnings);
        ticker.ticks.scheduleAtFixedRate(tick, 1, 1, TimeUnit.SECONDS);
        return ticker;
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        messages.divertWarnings(null);
    }
}

package io.balena.releaseupdate.output.progress;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.function.LongSupplier;

/** Makes the progress that the user wants. */
public final class Progresses {

    private Progresses() {}

    /**
     * Progress in this mode; the time that it tells counts from here.
     *
     * @param out stderr; flushed after each event
     * @param terminal what {@code out} leads to
     * @param mostAttempts how often a delta is requested at most, the first time included
     * @param nanoTime measures how long things take; only goes forward
     * @param clock the time that NDJSON events bear
     */
    public static Progress of(
            ProgressMode mode,
            PrintWriter out,
            Terminal terminal,
            int mostAttempts,
            LongSupplier nanoTime,
            Clock clock) {
        return switch (mode) {
            case NONE -> new NoProgress();
            case PLAIN -> new GuardedProgress(new PlainProgress(out, mostAttempts, nanoTime));
            case JSON -> new GuardedProgress(new JsonProgress(out, mostAttempts, nanoTime, clock));
            case AUTO ->
                terminal.canRedraw()
                        ? new GuardedProgress(new LiveProgress(out, terminal, mostAttempts, nanoTime))
                        : of(ProgressMode.PLAIN, out, terminal, mostAttempts, nanoTime, clock);
        };
    }
}

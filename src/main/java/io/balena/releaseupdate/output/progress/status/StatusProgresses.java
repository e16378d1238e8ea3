package io.balena.releaseupdate.output.progress.status;

import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.model.StatusEnd;
import io.balena.releaseupdate.model.StatusEvent;
import io.balena.releaseupdate.output.progress.EventLog;
import io.balena.releaseupdate.output.progress.ProgressMode;
import io.balena.releaseupdate.output.progress.Terminal;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.function.LongSupplier;

/** Makes the progress of a watch over devices that the user wants. */
public final class StatusProgresses {

    private StatusProgresses() {}

    /**
     * Progress in this mode; the time that it shows counts from here.
     *
     * @param out stderr; flushed after each event
     * @param terminal the terminal behind {@code out}
     * @param nanoTime measures how long things take; only goes forward
     * @param clock the time that NDJSON events bear
     */
    public static StatusProgress of(
            ProgressMode mode, PrintWriter out, Terminal terminal, LongSupplier nanoTime, Clock clock) {
        return switch (mode) {
            case NONE -> new None();
            case PLAIN -> new PlainStatusProgress(out, nanoTime);
            case JSON -> new JsonStatusProgress(new EventLog(out, clock), nanoTime);
            case AUTO ->
                terminal.canRedraw()
                        ? new LiveStatusProgress(out, terminal, nanoTime)
                        : of(ProgressMode.PLAIN, out, terminal, nanoTime, clock);
        };
    }

    /** Shows nothing. */
    private static final class None implements StatusProgress {
        @Override
        public void start(FleetStatus status) {}

        @Override
        public void accept(StatusEvent event) {}

        @Override
        public void tick() {}

        @Override
        public void finish(StatusEnd end) {}
    }
}

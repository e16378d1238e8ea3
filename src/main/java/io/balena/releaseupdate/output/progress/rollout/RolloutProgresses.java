package io.balena.releaseupdate.output.progress.rollout;

import io.balena.releaseupdate.model.RolloutEvent;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.output.progress.EventLog;
import io.balena.releaseupdate.output.progress.ProgressMode;
import io.balena.releaseupdate.output.progress.Terminal;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.function.LongSupplier;

/** Makes the progress of a roll-out that the user wants. */
public final class RolloutProgresses {

    private RolloutProgresses() {}

    /**
     * Progress in this mode; the time that it shows counts from here.
     *
     * @param out stderr; flushed after each event
     * @param terminal the terminal behind {@code out}
     * @param mostAttempts how often a delta is requested at most, the first time included
     * @param nanoTime measures how long things take; only goes forward
     * @param clock the time that NDJSON events bear
     */
    public static RolloutProgress of(
            ProgressMode mode,
            PrintWriter out,
            Terminal terminal,
            int mostAttempts,
            LongSupplier nanoTime,
            Clock clock) {
        return switch (mode) {
            case NONE -> new None();
            case PLAIN -> new PlainRolloutProgress(out, mostAttempts, nanoTime);
            case JSON -> new JsonRolloutProgress(new EventLog(out, clock), mostAttempts, nanoTime);
            case AUTO ->
                terminal.canRedraw()
                        ? new LiveRolloutProgress(out, terminal, mostAttempts, nanoTime)
                        : of(ProgressMode.PLAIN, out, terminal, mostAttempts, nanoTime, clock);
        };
    }

    /** Shows nothing. */
    private static final class None implements RolloutProgress {
        @Override
        public void accept(RolloutEvent event) {}

        @Override
        public void tick() {}

        @Override
        public void finish(RolloutOutcome outcome) {}
    }
}

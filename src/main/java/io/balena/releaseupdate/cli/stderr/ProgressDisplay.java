package io.balena.releaseupdate.cli.stderr;

import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.output.progress.Progress;
import io.balena.releaseupdate.output.progress.ProgressMode;
import io.balena.releaseupdate.output.progress.Progresses;
import io.balena.releaseupdate.output.progress.Terminal;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/** Shows the progress of a preparation while it runs, and has a clock tick in it. */
public final class ProgressDisplay implements AutoCloseable {

    private final Progress progress;
    private final Ticker ticker;

    private ProgressDisplay(Progress progress, Ticker ticker) {
        this.progress = progress;
        this.ticker = ticker;
    }

    /**
     * The progress in this mode; its time begins now.
     *
     * @param mostAttempts how often a delta is requested at most
     */
    public static Progress progress(ProgressMode mode, PrintWriter err, Terminal terminal, int mostAttempts) {
        return Progresses.of(mode, err, terminal, mostAttempts, System::nanoTime, Clock.systemUTC());
    }

    /** @param messages whose warnings go into the display while it is up */
    public static ProgressDisplay start(Progress progress, Messages messages, List<ReleaseUpdate> updates) {
        progress.start(updates);
        Ticker ticker = Ticker.start(
                messages, progress::tick, warning -> progress.accept(new PreparationEvent.Trouble(warning)));
        return new ProgressDisplay(progress, ticker);
    }

    /** Shows the events of the preparation. */
    public Consumer<PreparationEvent> events() {
        return progress;
    }

    /** Shows how the preparation ended, with the states that the result has. */
    public void finish(List<ReleaseUpdate> updates, Preparation end) {
        progress.finish(updates, end);
    }

    @Override
    public void close() {
        ticker.close();
    }
}

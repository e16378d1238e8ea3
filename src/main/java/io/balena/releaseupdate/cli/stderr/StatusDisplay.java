package io.balena.releaseupdate.cli.stderr;

import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.model.StatusEnd;
import io.balena.releaseupdate.model.StatusEvent;
import io.balena.releaseupdate.output.progress.status.StatusProgress;
import java.util.function.Consumer;

/** The progress of a watch over devices while it goes on. It begins with the first status, whenever that comes. */
public final class StatusDisplay implements Consumer<StatusEvent>, AutoCloseable {

    private final StatusProgress progress;
    private final Messages stderr;
    private Ticker ticker;

    /** @param stderr whose warnings go into the display while it is up */
    public StatusDisplay(StatusProgress progress, Messages stderr) {
        this.progress = progress;
        this.stderr = stderr;
    }

    /** Begins with this status. The first event begins it, too. */
    public void start(FleetStatus first) {
        progress.start(first);
        ticker = Ticker.start(stderr, progress::tick, warning -> progress.accept(new StatusEvent.Trouble(warning)));
    }

    @Override
    public void accept(StatusEvent event) {
        if (ticker != null) {
            progress.accept(event);
        } else if (event instanceof StatusEvent.Polled polled) {
            start(polled.status());
        } else if (event instanceof StatusEvent.Trouble trouble) {
            stderr.warn(trouble.message());
        }
    }

    /** Shows how the wait ended. */
    public void finish(StatusEnd end) {
        progress.finish(end);
    }

    @Override
    public void close() {
        if (ticker != null) {
            ticker.close();
        }
    }
}

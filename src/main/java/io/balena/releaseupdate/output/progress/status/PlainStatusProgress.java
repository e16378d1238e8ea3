package io.balena.releaseupdate.output.progress.status;

import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.model.StatusEnd;
import io.balena.releaseupdate.model.StatusEvent;
import io.balena.releaseupdate.output.progress.Heartbeat;
import io.balena.releaseupdate.output.progress.TroubleFilter;
import io.balena.releaseupdate.text.Durations;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A line for each change, for logs. */
final class PlainStatusProgress implements StatusProgress {

    private final PrintWriter out;
    private final LongSupplier nanoTime;
    private final long start;
    private final Heartbeat heartbeat;
    private final TroubleFilter troubles = new TroubleFilter();
    private String summary = "";
    private boolean running;

    PlainStatusProgress(PrintWriter out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.heartbeat = new Heartbeat(nanoTime);
    }

    @Override
    public synchronized void start(FleetStatus status) {
        running = true;
        summary = StatusSummary.of(status.devices());
        print("watching devices: " + summary);
    }

    @Override
    public synchronized void accept(StatusEvent event) {
        if (!running) {
            return;
        }
        if (event instanceof StatusEvent.Trouble trouble) {
            troubles.newsOf(trouble.message()).ifPresent(this::print);
        } else if (event instanceof StatusEvent.Polled polled) {
            troubles.polled();
            String now = StatusSummary.of(polled.status().devices());
            if (!now.equals(summary)) {
                summary = now;
                print(summary);
            }
        }
    }

    @Override
    public synchronized void tick() {
        if (running && heartbeat.isDue()) {
            print("still waiting after " + elapsed() + ": " + summary);
        }
    }

    @Override
    public synchronized void finish(StatusEnd end) {
        if (running) {
            running = false;
            print(StatusSummary.phrase(end) + " after " + elapsed() + ": "
                    + StatusSummary.of(end.status().devices()));
        }
    }

    private void print(String line) {
        out.print(line + "\n");
        out.flush();
        heartbeat.printed();
    }

    private String elapsed() {
        return Durations.of(Duration.ofNanos(nanoTime.getAsLong() - start));
    }
}

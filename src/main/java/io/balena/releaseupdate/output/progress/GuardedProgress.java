package io.balena.releaseupdate.output.progress;

import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.model.ReleaseUpdate;
import java.util.List;

/**
 * Passes on one event at a time, and none before the start or after the end: ticks come from
 * another thread than events, and may be late.
 */
final class GuardedProgress implements Progress {

    private final Progress progress;
    private boolean running;

    GuardedProgress(Progress progress) {
        this.progress = progress;
    }

    @Override
    public synchronized void start(List<ReleaseUpdate> updates) {
        running = true;
        progress.start(updates);
    }

    @Override
    public synchronized void accept(PreparationEvent event) {
        if (running) {
            progress.accept(event);
        }
    }

    @Override
    public synchronized void tick() {
        if (running) {
            progress.tick();
        }
    }

    @Override
    public synchronized void finish(List<ReleaseUpdate> updates, Preparation end) {
        if (running) {
            running = false;
            progress.finish(updates, end);
        }
    }
}

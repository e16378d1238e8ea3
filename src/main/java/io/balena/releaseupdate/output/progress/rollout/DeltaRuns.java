package io.balena.releaseupdate.output.progress.rollout;

import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.RolloutEvent;
import io.balena.releaseupdate.output.progress.Progress;
import java.util.function.Supplier;

/** The preparations of deltas within a roll-out, one after another, each with a progress of its own. */
final class DeltaRuns {

    private final Supplier<Progress> progresses;
    private FleetUpdate update;
    private Progress progress;

    /** @param progresses makes one for each preparation */
    DeltaRuns(Supplier<Progress> progresses) {
        this.progresses = progresses;
    }

    /** Tells the progress of the event's preparation, a new one if it is the first of its preparation. */
    void accept(RolloutEvent.Preparing event) {
        // The same object for all events of one preparation: another one may be equal.
        if (progress == null || update != event.update()) {
            update = event.update();
            progress = progresses.get();
            progress.start(update.releaseUpdates());
        }
        progress.accept(event.event());
    }

    boolean isUnderWay() {
        return progress != null;
    }

    void tick() {
        progress.tick();
    }

    /** Something other than a preparation goes on. */
    void end() {
        progress = null;
    }
}

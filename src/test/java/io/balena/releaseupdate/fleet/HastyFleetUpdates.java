package io.balena.releaseupdate.fleet;

import io.balena.releaseupdate.ReleaseUpdates;
import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.WaitClock;
import java.time.Duration;
import java.util.function.Consumer;

/** Pins without waiting: time passes only in pauses, and instantly. */
public final class HastyFleetUpdates {

    private HastyFleetUpdates() {}

    /**
     * Creates them.
     *
     * @param preparing gets the deltas built
     * @param passing receives each pause
     */
    public static FleetUpdates of(BalenaCloud cloud, ReleaseUpdates preparing, Consumer<Duration> passing) {
        return new FleetUpdates(cloud, preparing, () -> new WaitClock() {
            private long now;

            @Override
            public long nanoTime() {
                return now;
            }

            @Override
            public void pause(Duration pause) {
                now += pause.toNanos();
                passing.accept(pause);
            }

            @Override
            public void wake() {
                throw new UnsupportedOperationException("nobody wakes who pins");
            }
        });
    }
}

package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.model.WaitClock;
import java.time.Duration;

/** A clock that goes so many times faster than the machine's: waits of half a minute take seconds. */
final class TimeLapse implements WaitClock {

    private final WaitClock clock = WaitClock.system();
    private final int speed;

    TimeLapse(int speed) {
        this.speed = speed;
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime() * speed;
    }

    @Override
    public void pause(Duration longest) throws InterruptedException {
        clock.pause(longest.dividedBy(speed));
    }

    @Override
    public void wake() {
        clock.wake();
    }
}

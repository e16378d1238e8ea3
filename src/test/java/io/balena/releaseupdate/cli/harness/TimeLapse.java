package io.balena.releaseupdate.cli.harness;

import io.balena.releaseupdate.model.WaitClock;
import java.time.Duration;

/** A clock that goes so many times faster than the machine's: waits of half a minute take seconds. */
public final class TimeLapse implements WaitClock {

    private final WaitClock clock = WaitClock.system();
    private final int speed;
    private volatile long skipped;

    public TimeLapse(int speed) {
        this.speed = speed;
    }

    public int speed() {
        return speed;
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime() * speed + skipped;
    }

    /** Lets so much time pass at once, as for a process that was stopped. */
    public void skip(Duration time) {
        skipped += time.toNanos();
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

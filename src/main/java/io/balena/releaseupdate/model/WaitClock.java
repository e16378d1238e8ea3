package io.balena.releaseupdate.model;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Time as waiting needs it: a clock that only goes forward, and pauses measured on it. Tests bring their own. */
public interface WaitClock {

    /** Nanoseconds since some moment. */
    long nanoTime();

    /**
     * Returns when the time is over or {@link #wake} was called since the last pause, whichever comes first.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    void pause(Duration longest) throws InterruptedException;

    /** Ends the current pause, or the next one; from any thread. */
    void wake();

    /**
     * Returns when the time is over, whoever calls {@link #wake}.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    default void sleep(Duration time) throws InterruptedException {
        long end = nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - nanoTime()) {
            pause(Duration.ofNanos(left));
        }
    }

    /** The machine's time. */
    static WaitClock system() {
        return new WaitClock() {
            private final Semaphore calls = new Semaphore(0);

            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void pause(Duration longest) throws InterruptedException {
                calls.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS);
                calls.drainPermits();
            }

            @Override
            public void wake() {
                calls.release();
            }
        };
    }
}

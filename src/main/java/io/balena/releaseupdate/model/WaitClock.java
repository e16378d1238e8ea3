package io.balena.releaseupdate.model;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A monotonic clock and pauses measured on it; tests have their own. */
public interface WaitClock {

    /** Nanoseconds since an arbitrary moment. */
    long nanoTime();

    /**
     * Returns after this time, or earlier if {@link #wake} was called since the last pause.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    void pause(Duration longest) throws InterruptedException;

    /** Ends the current pause, or the next one. Thread-safe. */
    void wake();

    /**
     * Returns after this time, regardless of {@link #wake}.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    default void sleep(Duration time) throws InterruptedException {
        long end = nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - nanoTime()) {
            pause(Duration.ofNanos(left));
        }
    }

    /** The system's clock. */
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

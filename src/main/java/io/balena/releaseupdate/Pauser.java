package io.balena.releaseupdate;

import java.time.Duration;

/**
 * Time, as far as waiting needs it: a clock that only goes forward, and pauses measured on it. Tests bring their own.
 */
interface Pauser {

    /** Nanoseconds since some moment. */
    long nanoTime();

    /** Returns when the time is over or {@link #wake} was called since the last pause, whichever comes first. */
    void pause(Duration longest) throws InterruptedException;

    /** Ends the current pause, or the next one; from any thread. */
    void wake();

    /** The machine's time. */
    static Pauser system() {
        return new Pauser() {
            private final java.util.concurrent.Semaphore calls = new java.util.concurrent.Semaphore(0);

            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void pause(Duration longest) throws InterruptedException {
                calls.tryAcquire(longest.toNanos(), java.util.concurrent.TimeUnit.NANOSECONDS);
                calls.drainPermits();
            }

            @Override
            public void wake() {
                calls.release();
            }
        };
    }
}

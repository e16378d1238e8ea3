package io.balena.releaseupdate.fleet;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Time, as far as pinning needs it: a clock that only goes forward, and pauses. Tests bring their own. */
interface Time {

    /** Nanoseconds since some moment. */
    long nanoTime();

    /** Lets time pass. */
    void pause(Duration pause) throws InterruptedException;

    /** The machine's time. */
    static Time system() {
        return new Time() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void pause(Duration pause) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            }
        };
    }
}

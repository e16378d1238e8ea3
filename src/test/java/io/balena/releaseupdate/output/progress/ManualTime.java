package io.balena.releaseupdate.output.progress;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A clock that a test moves. Begins just before the numbers overflow, as {@link System#nanoTime} may. */
public final class ManualTime implements LongSupplier {

    private long now = Long.MAX_VALUE - 1;

    public void pass(Duration duration) {
        now += duration.toNanos();
    }

    @Override
    public long getAsLong() {
        return now;
    }
}

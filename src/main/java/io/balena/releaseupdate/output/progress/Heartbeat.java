package io.balena.releaseupdate.output.progress;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells when there was no output for so long that a sign of life is due. CI systems end jobs that are silent. */
public final class Heartbeat {

    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private long lastOutput;

    /** @param nanoTime nanoseconds of a clock that only goes forward */
    public Heartbeat(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastOutput = nanoTime.getAsLong();
    }

    /** Something was printed. */
    public void printed() {
        lastOutput = nanoTime.getAsLong();
    }

    /** Whether the last output is a minute old. */
    public boolean isDue() {
        return nanoTime.getAsLong() - lastOutput >= LONGEST_SILENCE.toNanos();
    }
}

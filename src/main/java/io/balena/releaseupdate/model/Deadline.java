package io.balena.releaseupdate.model;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A point in time by which work must end. It is measured on a monotonic clock: changes of the wall clock don't matter.
 */
public final class Deadline {

    private static final long FOREVER = Long.MAX_VALUE;

    private final LongSupplier nanoTime;
    private final long start;
    private final long allowed;

    private Deadline(LongSupplier nanoTime, long allowed) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.allowed = allowed;
    }

    /** A deadline this far from now; one of more than 292 years never comes. */
    public static Deadline after(Duration allowed, LongSupplier nanoTime) {
        return new Deadline(nanoTime, nanos(allowed));
    }

    /** A deadline this far from now by the system's clock. */
    public static Deadline after(Duration allowed) {
        return after(allowed, System::nanoTime);
    }

    /** A deadline that never comes. */
    public static Deadline never() {
        return new Deadline(() -> 0, FOREVER);
    }

    /** The time left; zero once the deadline has passed. */
    public Duration remaining() {
        long left = allowed - (nanoTime.getAsLong() - start);
        return Duration.ofNanos(allowed == FOREVER ? FOREVER : Math.max(0, left));
    }

    /** Whether it never comes. */
    public boolean isEndless() {
        return allowed == FOREVER;
    }

    /** Whether it has passed. */
    public boolean isOver() {
        return remaining().isZero();
    }

    private static long nanos(Duration duration) {
        try {
            return Math.max(0, duration.toNanos());
        } catch (ArithmeticException tooLong) {
            return FOREVER;
        }
    }
}

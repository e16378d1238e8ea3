package io.balena.releaseupdate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);

    @Test
    void comesAlsoWhereTheClockOverflows() {
        Deadline deadline = Deadline.after(Duration.ofNanos(100), nanos::get);
        assertEquals(Duration.ofNanos(100), deadline.remaining());
        nanos.addAndGet(60);
        assertEquals(Duration.ofNanos(40), deadline.remaining());
        assertFalse(deadline.isOver());
        nanos.addAndGet(40);
        assertTrue(deadline.isOver());
        nanos.addAndGet(1_000);
        assertEquals(Duration.ZERO, deadline.remaining());
    }

    @Test
    void zeroIsOverAtOnce() {
        assertTrue(Deadline.after(Duration.ZERO, nanos::get).isOver());
    }

    @Test
    void hugeOnesNeverCome() {
        Deadline deadline = Deadline.after(Duration.ofSeconds(Long.MAX_VALUE), nanos::get);
        nanos.addAndGet(Duration.ofDays(365).toNanos());
        assertEquals(Duration.ofNanos(Long.MAX_VALUE), deadline.remaining());
        assertFalse(Deadline.never().isOver());
    }

    @Test
    void theSystemsClockLeavesTimeAtTheBeginning() {
        assertFalse(Deadline.after(Duration.ofDays(1)).isOver());
        assertFalse(Deadline.after(Duration.ofDays(1)).isEndless());
        assertTrue(Deadline.never().isEndless());
    }
}

package io.balena.releaseupdate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitClockTest {

    @Test
    void aCallEndsAPauseAlsoIfItComesBefore() throws InterruptedException {
        WaitClock clock = WaitClock.system();
        clock.wake();
        clock.pause(Duration.ofDays(1));
    }

    @Test
    void theSystemsTimeGoesOn() {
        WaitClock clock = WaitClock.system();
        long before = System.nanoTime();
        long now = clock.nanoTime();
        assertTrue(now - before >= 0 && System.nanoTime() - now >= 0);
        assertNotEquals(0, now);
    }

    @Test
    void aCallDoesNotEndASleep() throws InterruptedException {
        List<Duration> pauses = new ArrayList<>();
        WaitClock callsEachMinute = new WaitClock() {
            private long now = 100;

            @Override
            public long nanoTime() {
                return now;
            }

            @Override
            public void pause(Duration longest) {
                pauses.add(longest);
                now += Duration.ofMinutes(1).toNanos();
            }

            @Override
            public void wake() {}
        };
        callsEachMinute.sleep(Duration.ofSeconds(90));
        assertEquals(List.of(Duration.ofSeconds(90), Duration.ofSeconds(30)), pauses);
    }
}

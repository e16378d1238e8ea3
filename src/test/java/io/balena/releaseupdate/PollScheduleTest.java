package io.balena.releaseupdate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PollScheduleTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final PollSchedule schedule = new PollSchedule(Duration.ofSeconds(20), new Random(1), 0);

    @Test
    void quickPollsWithNewsKeepASecond() {
        schedule.started(false, SECOND);
        schedule.ended(false, true, SECOND);
        assertEquals(2 * SECOND, schedule.nextQuick());
    }

    @Test
    void quickPollsWithoutNewsBecomeSeldom() {
        long now = 0;
        for (int i = 0; i < 40; i++) {
            now = schedule.nextQuick();
            schedule.started(false, now);
            schedule.ended(false, false, now);
        }
        assertEquals(now + 20 * SECOND, schedule.nextQuick());
    }

    @Test
    void aDeltaThatIsThereBringsTheNextFullPollNear() {
        long now = 0;
        for (int i = 0; i < 20; i++) {
            now = schedule.nextFull();
            schedule.started(true, now);
            schedule.ended(true, false, now);
        }
        assertTrue(schedule.nextFull() > now + 15 * SECOND);
        schedule.expectEnds(now + 3 * SECOND);
        assertEquals(now + 4 * SECOND, schedule.nextFull());
    }
}

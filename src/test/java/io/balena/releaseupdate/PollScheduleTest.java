package io.balena.releaseupdate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PollScheduleTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private static final long START = -1_000 * SECOND;

    private final PollSchedule schedule = new PollSchedule(Duration.ofSeconds(20), new Random(1), START);

    @Test
    void theFirstFullPollComesAfterASecondOrALittleLess() {
        assertBetween(START + 0.9 * SECOND, START + SECOND, schedule.nextFull());
    }

    @Test
    void aFullPollKeepsItsDistanceFromAQuickOneUnlessItIsHurried() {
        long quick = START + SECOND / 2;
        schedule.started(false, quick);
        assertEquals(quick + SECOND * 9 / 10, schedule.nextFull());
        schedule.hurry(quick + 1);
        assertEquals(quick + 1, schedule.nextFull());
    }

    @Test
    void newsHalveThePauseDownToASecond() {
        long now = afterFullPolls(20, false);
        assertBetween(now + 18 * SECOND, now + 20 * SECOND, schedule.nextFull());
        now = afterFullPolls(1, true);
        assertBetween(now + 9 * SECOND, now + 10 * SECOND, schedule.nextFull());
        now = afterFullPolls(20, true);
        assertBetween(now + 0.9 * SECOND, now + SECOND, schedule.nextFull());
    }

    @Test
    void aQuickPollBeginsWithAShortPauseAgain() {
        schedule.started(false, START);
        schedule.ended(false, false, START);
        assertEquals(START + SECOND * 13 / 10, schedule.nextQuick());
        schedule.noQuickWanted();
        assertEquals(START + SECOND, schedule.nextQuick());
    }

    @Test
    void aDeltaThatIsThereDelaysNoPoll() {
        long due = schedule.nextFull();
        schedule.expectEnds(due - SECOND / 2);
        assertEquals(due, schedule.nextFull());
    }

    @Test
    void aServerThatWantsToBeLeftAloneIsLeftAloneForTheLongestTimeItNamed() {
        schedule.leaveAlone(Duration.ofSeconds(60), START);
        schedule.leaveAlone(Duration.ofSeconds(10), START);
        assertEquals(START + 60 * SECOND, schedule.nextFull());
        assertEquals(START + 60 * SECOND, schedule.nextQuick());
    }

    @Test
    void quickPollsWithNewsKeepASecond() {
        schedule.started(false, START);
        schedule.ended(false, true, START);
        assertEquals(START + SECOND, schedule.nextQuick());
    }

    @Test
    void quickPollsWithoutNewsBecomeSeldom() {
        long now = START;
        for (int i = 0; i < 40; i++) {
            now = schedule.nextQuick();
            schedule.started(false, now);
            schedule.ended(false, false, now);
        }
        assertEquals(now + 20 * SECOND, schedule.nextQuick());
    }

    @Test
    void aDeltaThatIsThereBringsTheNextFullPollNear() {
        long now = afterFullPolls(20, false);
        assertTrue(schedule.nextFull() > now + 15 * SECOND);
        schedule.expectEnds(now + 3 * SECOND);
        assertEquals(now + 4 * SECOND, schedule.nextFull());
    }

    /** When the last of this many full polls was made. */
    private long afterFullPolls(int count, boolean hadNews) {
        long now = START;
        for (int i = 0; i < count; i++) {
            now = schedule.nextFull();
            schedule.started(true, now);
            schedule.ended(true, hadNews, now);
        }
        return now;
    }

    private static void assertBetween(double least, double most, long actual) {
        assertTrue(least <= actual && actual <= most, least + " <= " + actual + " <= " + most);
    }
}

package io.balena.releaseupdate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LastPollTest {

    private final LastPoll last = new LastPoll();

    @Test
    void aPollThatFailedIsRepeatedInHalfTheTimeThatIsLeft() {
        last.pollTook(seconds(20));
        last.pollTook(seconds(20));
        assertTrue(last.isTaken(seconds(29), seconds(1)));

        last.failed(seconds(28), seconds(2));

        assertFalse(last.isTaken(seconds(28), seconds(2)));
        assertEquals(seconds(14), last.until(seconds(28)));
    }

    @Test
    void aPollThatFailedEarlierChangesNothing() {
        last.pollTook(seconds(20));
        last.pollTook(seconds(20));

        last.failed(seconds(100), seconds(2));

        assertEquals(seconds(70), last.until(seconds(100)));
    }

    @Test
    void aPollWhileTheProcessWasStoppedIsNotTakenForSlow() {
        last.pollTook(seconds(200));

        assertEquals(seconds(99), last.until(seconds(100)));
    }

    @Test
    void aPollIsNotRepeatedInTheLastSecond() {
        last.failed(seconds(1).dividedBy(2), seconds(1).dividedBy(4));

        assertTrue(last.isTaken(seconds(1).dividedBy(2), seconds(1).dividedBy(4)));
    }

    @Test
    void whatIsKnownIsOldFiveSecondsAfterTheLastPollWasDue() {
        assertFalse(last.needsOvertime(seconds(6), Duration.ZERO));
        assertTrue(last.needsOvertime(seconds(6).plusNanos(1), Duration.ZERO));
    }

    @Test
    void twoSecondsOfSleepAreThoseOfABusyMachine() {
        assertFalse(last.needsOvertime(Duration.ZERO, seconds(2)));
        assertTrue(last.needsOvertime(Duration.ZERO, seconds(2).plusNanos(1)));
    }

    @Test
    void onePollAfterTheDeadlineIsEnough() {
        assertTrue(last.needsOvertime(seconds(100), seconds(100)));
        assertFalse(last.needsOvertime(seconds(100), seconds(100)));
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}

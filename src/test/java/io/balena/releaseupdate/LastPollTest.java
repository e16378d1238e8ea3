package io.balena.releaseupdate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LastPollTest {

    private final LastPoll last = new LastPoll();

    @Test
    void aLookThatFailedIsRepeatedInHalfTheTimeThatIsLeft() {
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
    void aLookIsNotRepeatedInTheLastSecond() {
        last.failed(seconds(1).dividedBy(2), seconds(1).dividedBy(4));

        assertTrue(last.isTaken(seconds(1).dividedBy(2), seconds(1).dividedBy(4)));
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}

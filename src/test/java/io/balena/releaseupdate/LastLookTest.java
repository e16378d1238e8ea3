package io.balena.releaseupdate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LastLookTest {

    private final LastLook look = new LastLook();

    @Test
    void aLookThatFailedIsRepeatedInHalfTheTimeThatIsLeft() {
        look.pollTook(seconds(20));
        look.pollTook(seconds(20));
        assertTrue(look.isTaken(seconds(29), seconds(1)));

        look.failed(seconds(28), seconds(2));

        assertFalse(look.isTaken(seconds(28), seconds(2)));
        assertEquals(seconds(14), look.until(seconds(28)));
    }

    @Test
    void aPollThatFailedEarlierChangesNothing() {
        look.pollTook(seconds(20));
        look.pollTook(seconds(20));

        look.failed(seconds(100), seconds(2));

        assertEquals(seconds(70), look.until(seconds(100)));
    }

    @Test
    void aPollWhileTheProcessWasStoppedIsNotTakenForSlow() {
        look.pollTook(seconds(200));

        assertEquals(seconds(99), look.until(seconds(100)));
    }

    @Test
    void aLookIsNotRepeatedInTheLastSecond() {
        look.failed(seconds(1).dividedBy(2), seconds(1).dividedBy(4));

        assertTrue(look.isTaken(seconds(1).dividedBy(2), seconds(1).dividedBy(4)));
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}

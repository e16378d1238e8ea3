package io.balena.releaseupdate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long START = -1_000 * SECOND;

    private final Refusals refusals = new Refusals(Duration.ofSeconds(10));

    @Test
    void threeOfTheSameOverHalfAMinuteAreFinal() {
        assertFalse(add(404, 0));
        assertFalse(add(404, 10));
        assertTrue(add(404, 30));
    }

    @Test
    void threeWithinLessThanHalfAMinuteAreNotFinal() {
        add(404, 0);
        add(404, 10);
        assertFalse(refusals.add(404, START + 30 * SECOND - 1, START + 30 * SECOND));
    }

    @Test
    void twoAreNotFinal() {
        add(404, 0);
        assertFalse(add(404, 60));
    }

    @Test
    void anotherStatusBeginsAnew() {
        add(404, 0);
        add(404, 10);
        assertFalse(add(403, 30));
        assertFalse(add(403, 45));
        assertTrue(add(403, 60));
    }

    /** The second response came a minute after its request: the process was suspended meanwhile. */
    @Test
    void theTimeOfTheRequestCountsAndNotThatOfTheAnswer() {
        add(404, 0);
        add(404, 10);
        assertFalse(refusals.add(404, START + 20 * SECOND, START + 80 * SECOND));
    }

    @Test
    void somethingElseInBetweenBeginsAnew() {
        add(404, 0);
        add(404, 10);
        pause(10);
        refusals.clear();
        assertFalse(add(404, 30));
        assertEquals(Duration.ofSeconds(10), pause(30));
    }

    @Test
    void pausesGrowUpToFifteenSeconds() {
        add(404, 0);
        assertEquals(Duration.ofSeconds(10), pause(0));
        assertEquals(Duration.ofSeconds(15), pause(0));
        assertEquals(Duration.ofSeconds(15), pause(0));
    }

    @Test
    void theLastRequestIsMadeAsSoonAsItsRefusalIsFinal() {
        add(404, 0);
        assertEquals(Duration.ofSeconds(10), pause(25), "the next one can't be final");
        add(404, 25);
        assertEquals(Duration.ofSeconds(5), pause(25));
        assertEquals(Duration.ZERO, pause(30));
        assertEquals(Duration.ofSeconds(15), pause(31), "they go on");
    }

    private boolean add(int status, long second) {
        long now = START + second * SECOND;
        return refusals.add(status, now, now);
    }

    private Duration pause(long second) {
        return refusals.pause(START + second * SECOND);
    }
}

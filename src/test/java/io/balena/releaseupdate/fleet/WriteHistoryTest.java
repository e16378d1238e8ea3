package io.balena.releaseupdate.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WriteHistoryTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void aWriteThatWasNotDoneIsRepeatedEverLaterTenTimesAtMost() {
        WriteHistory history = WriteHistory.NONE;
        for (long seconds : new long[] {3, 6, 12, 24, 48, 48, 48, 48, 48, 48}) {
            assertTrue(history.hasWritesLeft());
            history = history.responded(notApplied(0), Duration.ofMinutes(1));
            assertEquals(Duration.ofSeconds(60 + seconds), history.rewriteFrom());
        }
        assertFalse(history.hasWritesLeft());
    }

    @Test
    void threeLostWritesAreTheMost() {
        WriteHistory history = WriteHistory.NONE;
        for (int i = 0; i < 3; i++) {
            assertTrue(history.hasWritesLeft());
            history = history.responded(new WriteResult.Unknown("lost", Optional.empty()), Duration.ZERO);
        }
        assertFalse(history.hasWritesLeft());
    }

    @Test
    void onlyALongWaitIsTold() {
        assertEquals("HTTP 429.", trouble(16));
        assertEquals("HTTP 429. It asks to wait 17 s.", trouble(17));
    }

    @Test
    void onlyAReadBeforeTheFirstWriteShowsWhenTheFleetWasNotPinned() {
        WriteHistory history = WriteHistory.NONE.readSucceeded(Optional.of(NOON));
        assertEquals(Optional.of(NOON), history.unwritten());
        history = history.responded(new WriteResult.Accepted(), Duration.ZERO)
                .readSucceeded(Optional.of(NOON.plusSeconds(9)));
        assertEquals(Optional.of(NOON), history.unwritten());
    }

    private static String trouble(long seconds) {
        return WriteHistory.NONE
                .responded(notApplied(seconds), Duration.ZERO)
                .trouble()
                .orElseThrow()
                .getMessage();
    }

    private static WriteResult notApplied(long seconds) {
        return new WriteResult.NotApplied("HTTP 429.", Optional.of(Duration.ofSeconds(seconds)));
    }
}

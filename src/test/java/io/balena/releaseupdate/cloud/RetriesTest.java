package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class RetriesTest {

    private static final Deadline HOUR = Deadline.after(Duration.ofHours(1), () -> 0);

    @Test
    void aRequestIsRepeatedWhenTheServerSaysSo() {
        assertEquals(Duration.ofSeconds(61), pauses(HOUR, true).next(retryAfter(61)));
    }

    @Test
    void aRequestIsRepeatedAsOftenAsTheServerSaysSo() {
        Retries.Pauses pauses = pauses(HOUR, true);
        for (int i = 0; i < 100; i++) {
            assertEquals(Duration.ofSeconds(30), pauses.next(retryAfter(30)));
        }
    }

    @Test
    void fiveMinutesAtATimeAreEnough() {
        assertEquals(Duration.ofMinutes(5), pauses(HOUR, true).next(retryAfter(3_600)));
    }

    @Test
    void noPauseIsMadeThatEndsAfterTheDeadline() {
        Retries.Pauses pauses = pauses(Deadline.after(Duration.ofSeconds(60), () -> 0), true);
        assertThrows(CompletionException.class, () -> pauses.next(retryAfter(61)));
        assertThrows(CompletionException.class, () -> pauses.next(retryAfter(60)), "it would end with the deadline");
        assertEquals(Duration.ofSeconds(59), pauses.next(retryAfter(59)));
    }

    @Test
    void aSecondIsWorthAWord() {
        Retries.Pauses pauses = pauses(HOUR, true);
        for (int i = 0; i < 100; i++) {
            assertEquals(Duration.ofSeconds(1), pauses.next(retryAfter(1)));
        }
    }

    @Test
    void thePauseIsToldAndMade() {
        List<Duration> told = new ArrayList<>();
        var pauses = new Retries.Pauses(Timeouts.DEFAULT, HOUR, true, (failure, pause) -> told.add(pause));
        assertEquals(7_000, pauses.nextDelayInMillis(retryAfter(7)));
        assertEquals(List.of(Duration.ofSeconds(7)), told);
    }

    @Test
    void aFirstPauseMayBeAsShortAsAMillisecond() {
        Timeouts hasty = new Timeouts(
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                1,
                Duration.ofMillis(1),
                Duration.ofSeconds(1));
        var pauses = new Retries.Pauses(hasty, HOUR, true, (failure, pause) -> {});
        assertTrue(pauses.next(new HttpFailure(503, "", Optional.empty())).compareTo(Duration.ofMillis(1)) <= 0);
    }

    @Test
    void whoMakesPausesOfItsOwnIsToldOfLongOnes() {
        assertThrows(CompletionException.class, () -> pauses(HOUR, false).next(retryAfter(61)));
        assertEquals(Duration.ofSeconds(60), pauses(HOUR, false).next(retryAfter(60)));
    }

    @Test
    void withoutATimeOneTriesAFewTimesEverLater() {
        Retries.Pauses pauses = pauses(HOUR, true);
        Duration sum = Duration.ZERO;
        for (int i = 0; i < Timeouts.DEFAULT.retries(); i++) {
            sum = sum.plus(pauses.next(new HttpFailure(503, "", Optional.empty())));
        }
        assertTrue(sum.compareTo(Duration.ofSeconds(10)) < 0, sum.toString());
        assertThrows(CompletionException.class, () -> pauses.next(new HttpFailure(503, "", Optional.empty())));
    }

    @Test
    void aTimeOfZeroCountsAsNone() {
        Retries.Pauses pauses = pauses(HOUR, true);
        for (int i = 0; i < Timeouts.DEFAULT.retries(); i++) {
            pauses.next(retryAfter(0));
        }
        assertThrows(CompletionException.class, () -> pauses.next(retryAfter(0)));
    }

    private static Retries.Pauses pauses(Deadline deadline, boolean waits) {
        return new Retries.Pauses(Timeouts.DEFAULT, deadline, waits, (failure, pause) -> {});
    }

    private static HttpFailure retryAfter(int seconds) {
        return new HttpFailure(429, "", Optional.of(Duration.ofSeconds(seconds)));
    }
}

package io.balena.releaseupdate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BalenaExceptionTest {

    @Test
    void theRemedyCanBeToldApartFromTheProblem() {
        var failure = new BalenaException.TimedOut("It took too long.", BalenaException.Remedy.LONGER_TIMEOUT);
        assertEquals("It took too long. Allow more time.", failure.getMessage());
        assertEquals("It took too long.", failure.problem());
        assertEquals(Optional.of(BalenaException.Remedy.LONGER_TIMEOUT), failure.remedy());
    }

    @Test
    void aProblemWithoutARemedyIsTheMessage() {
        var failure = new BalenaException.NotFound("No such release.");
        assertEquals("No such release.", failure.problem());
        assertEquals(Optional.empty(), failure.remedy());
    }

    @Test
    void aServerIsNotWaitedForLongerThanADay() {
        assertEquals(Duration.ofHours(1), unavailable(Duration.ofHours(1)).retryAfter());
        assertEquals(Duration.ofDays(1), unavailable(Duration.ofDays(300)).retryAfter());
    }

    private static BalenaException.Unavailable unavailable(Duration wait) {
        return new BalenaException.Unavailable("Busy.", null, false, wait);
    }
}

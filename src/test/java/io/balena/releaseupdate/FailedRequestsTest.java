package io.balena.releaseupdate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.balena.releaseupdate.model.BalenaException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailedRequestsTest {

    private static final BalenaException.Unavailable DOWN = new BalenaException.Unavailable("HTTP 503", null);

    private final FailedRequests failures = new FailedRequests(Duration.ofSeconds(1));

    @Test
    void eachIsRepeatedAfterALongerPauseUpToHalfAMinute() {
        for (long seconds : new long[] {1, 2, 4, 8, 16, 30, 30}) {
            assertEquals(Duration.ofSeconds(seconds), failures.add(DOWN));
        }
        assertEquals(7, failures.count());
        assertEquals(DOWN, failures.last());
    }

    @Test
    void somethingElseBeginsAnew() {
        failures.add(DOWN);
        failures.add(DOWN);
        failures.clear();
        assertEquals(0, failures.count());
        assertNull(failures.last());
        assertEquals(Duration.ofSeconds(1), failures.add(DOWN));
    }
}

package io.balena.releaseupdate.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT0.999S, 0 s",
        "PT59.9S, 59 s",
        "PT1M, 1 min",
        "PT1M5S, 1 min 5 s",
        "PT59M59S, 59 min 59 s",
        "PT1H, 1 h",
        "PT2H10M30S, 2 h 10 min",
        "PT30H, 30 h"
    })
    void areSaidInTwoUnits(Duration duration, String text) {
        assertEquals(text, Durations.of(duration));
    }
}

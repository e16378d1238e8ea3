package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    /** The server's time. */
    private static final String NOW = "Mon, 23 Nov 2026 12:00:00 GMT";

    @ParameterizedTest
    @CsvSource({
        "0                             , PT0S",
        "1                             , PT1S",
        "' 120 '                       , PT2M",
        "0007                          , PT7S",
        "86400                         , PT24H",
        "86401                         , PT24H",
        "9223372036854775808           , PT24H",
        "99999999999999999999999999999 , PT24H",
    })
    void seconds(String header, Duration expected) {
        assertEquals(Optional.of(expected), RetryAfter.parse(header, NOW));
        assertEquals(Optional.of(expected), RetryAfter.parse(header, null), "no matter what time it is");
    }

    /** Our own clock may be hours off. */
    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = "yesterday")
    void aDateIsComparedWithTheServersTimeOnly(String serverTime) {
        assertEquals(Optional.empty(), RetryAfter.parse("Mon, 23 Nov 2026 12:00:30 GMT", serverTime));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mon, 23 Nov 2026 12:00:30 GMT | PT30S",
                "Mon, 23 Nov 2026 13:00:30 +0100 | PT30S",
                "Mon, 23 Nov 2026 12:00:00 GMT | PT0S",
                "Mon, 23 Nov 2026 11:59:59 GMT | PT0S",
                "Sun, 06 Nov 1994 08:49:37 GMT | PT0S",
                "Fri, 31 Dec 9999 23:59:59 GMT | PT24H",
            })
    void dates(String header, Duration expected) {
        assertEquals(Optional.of(expected), RetryAfter.parse(header, NOW));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                " ",
                "-1",
                "+1",
                "1.5",
                "1e3",
                "0x10",
                "10 s",
                "1,2",
                "\u0661",
                "soon",
                "Tue, 23 Nov 2026 12:00:30 GMT",
                "Mon, 23 Nov 2026 25:00:30 GMT",
                "2026-11-23T12:00:30Z",
            })
    void anythingElseSaysNothing(String header) {
        assertEquals(Optional.empty(), RetryAfter.parse(header, NOW));
    }
}

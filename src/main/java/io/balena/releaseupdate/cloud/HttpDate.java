package io.balena.releaseupdate.cloud;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Dates in HTTP headers. */
final class HttpDate {

    private HttpDate() {}

    /**
     * @param value a header, or null
     * @return empty if it is not a date
     */
    static Optional<Instant> parse(String value) {
        try {
            return Optional.ofNullable(value)
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

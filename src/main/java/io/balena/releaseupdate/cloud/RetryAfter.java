package io.balena.releaseupdate.cloud;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** The header that says when a request may be repeated: in so many seconds, or at a date (RFC 9110, 10.2.3). */
final class RetryAfter {

    /** At most 31 years; a longer pause is as good as none. */
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private RetryAfter() {}

    /**
     * @param header its value; null where there is none
     * @return the pause; empty where the header is absent or makes no sense
     */
    static Optional<Duration> parse(String header, Instant now) {
        if (header == null) {
            return Optional.empty();
        }
        String value = header.strip();
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        return HttpDate.parse(value)
                .map(date -> Duration.between(now, date))
                .map(pause -> pause.isNegative() ? Duration.ZERO : pause);
    }
}

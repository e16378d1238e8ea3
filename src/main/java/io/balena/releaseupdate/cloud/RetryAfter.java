package io.balena.releaseupdate.cloud;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The HTTP header that says when to ask again. */
final class RetryAfter {

    /** The longest pause believed; callers end at their own deadline anyway. */
    static final Duration LIMIT = Duration.ofDays(1);

    private RetryAfter() {}

    /**
     * How long to wait from {@code now}: never negative, at most {@link #LIMIT}.
     *
     * @param header seconds or an HTTP date; null when the answer had no such header
     * @return empty when it says neither
     */
    static Optional<Duration> parse(String header, Instant now) {
        if (header == null) {
            return Optional.empty();
        }
        String text = header.strip();
        if (text.matches("[0-9]+")) {
            BigInteger seconds = new BigInteger(text).min(BigInteger.valueOf(LIMIT.toSeconds()));
            return Optional.of(Duration.ofSeconds(seconds.longValue()));
        }
        try {
            Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            return Optional.of(bounded(Duration.between(now, date)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LIMIT) > 0 ? LIMIT : wait;
    }
}

package io.balena.releaseupdate.cloud;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The HTTP header that says when to repeat a request. */
final class RetryAfter {

    /** Longer pauses are cut to this; callers end at their own deadline anyway. */
    static final Duration LIMIT = Duration.ofDays(1);

    private RetryAfter() {}

    /**
     * How long to wait: never negative, at most {@link #LIMIT}.
     *
     * @param header seconds or an HTTP date; null if the response had no such header
     * @param date the response's {@code Date}, to compare a date with, since our own clock may be wrong; null if the
     *     response had none
     * @return empty if it says neither, or a date that can't be compared
     */
    static Optional<Duration> parse(String header, String date) {
        if (header == null) {
            return Optional.empty();
        }
        String text = header.strip();
        if (text.matches("[0-9]+")) {
            BigInteger seconds = new BigInteger(text).min(BigInteger.valueOf(LIMIT.toSeconds()));
            return Optional.of(Duration.ofSeconds(seconds.longValue()));
        }
        Optional<Instant> now = HttpDate.parse(date);
        return now.flatMap(time -> HttpDate.parse(text).map(until -> bounded(Duration.between(time, until))));
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LIMIT) > 0 ? LIMIT : wait;
    }
}

package io.balena.releaseupdate.cloud;

import java.time.*;
import java.util.Optional;

final class RetryAfter {
    static Optional<Duration> parse(String h, Instant now) {
        return Optional.ofNullable(h).map(Long::parseLong).map(Duration::ofSeconds);
    }
}

package io.balena.releaseupdate.cli.harness;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** For a sandbox in which hours take seconds: a clock that begins with the machine's and goes so many times faster. */
public final class FastClock extends Clock {

    private final Instant start = Instant.now();
    private final long startNanos = System.nanoTime();
    private final int speed;

    public FastClock(int speed) {
        this.speed = speed;
    }

    @Override
    public Instant instant() {
        return start.plus(Duration.ofNanos((System.nanoTime() - startNanos) * speed));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}

package io.balena.releaseupdate.cli.harness;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The machine's clock, put forward by pauses that nobody really waits for. */
public final class SkippingClock extends Clock {

    private volatile Duration skipped = Duration.ZERO;

    public void skip(Duration pause) {
        skipped = skipped.plus(pause);
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(skipped);
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

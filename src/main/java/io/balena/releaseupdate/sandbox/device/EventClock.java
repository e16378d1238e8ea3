package io.balena.releaseupdate.sandbox.device;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/**
 * The time for a sandbox's devices and the deltas they request: that of the current event, else that of the sandbox's
 * clock. Guarded by the lock of the sandbox's data.
 */
public final class EventClock extends Clock {
    private final Clock clock;
    private Instant event;

    /** @param clock the time between events */
    public EventClock(Clock clock) {
        this.clock = clock;
    }

    /** @param time when the next event was due; null after the last one */
    void setEvent(Instant time) {
        event = time;
    }

    /** The time outside of events. */
    Instant outside() {
        return clock.instant();
    }

    @Override
    public Instant instant() {
        return event == null ? clock.instant() : event;
    }

    @Override
    public ZoneId getZone() {
        return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("a sandbox lives in UTC");
    }
}

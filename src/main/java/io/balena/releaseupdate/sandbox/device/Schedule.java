package io.balena.releaseupdate.sandbox.device;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.PriorityQueue;

/** The planned events. Simultaneous events happen in the order in which they were planned. */
final class Schedule {
    private final EventClock clock;
    private final double speed;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long planned;

    private record Event(Instant time, long number, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = time.compareTo(other.time);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** @param speed how many seconds of a device's life pass in one second */
    Schedule(EventClock clock, double speed) {
        this.clock = clock;
        this.speed = speed;
    }

    Instant now() {
        return clock.instant();
    }

    /** Converts a duration of a device's time to the clock's time. */
    Duration byTheClock(Duration ofDevice) {
        return speed == 1 ? ofDevice : Duration.ofNanos((long) (ofDevice.toNanos() / speed));
    }

    /** Plans an event after this much of a device's time. */
    void after(Duration ofDevice, Runnable what) {
        at(now().plus(byTheClock(ofDevice)), what);
    }

    /** Plans an event at a time by the clock. */
    void at(Instant time, Runnable what) {
        events.add(new Event(time, planned++, what));
    }

    /** When the next event is due. */
    Optional<Instant> next() {
        return Optional.ofNullable(events.peek()).map(Event::time);
    }

    /** Runs all events due by now, and those that result from them until now. */
    void settle() {
        Instant end = clock.outside();
        try {
            while (!events.isEmpty() && !events.peek().time().isAfter(end)) {
                Event event = events.poll();
                clock.setEvent(event.time());
                event.what().run();
            }
        } finally {
            clock.setEvent(null);
        }
    }
}

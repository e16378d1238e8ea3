package io.balena.releaseupdate.sandbox.device;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.PriorityQueue;

/** What will happen when. Events of one moment happen in the order in which they were planned. */
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

    /** How long something takes by the clock that takes a device this long. */
    Duration byTheClock(Duration ofDevice) {
        return speed == 1 ? ofDevice : Duration.ofNanos((long) (ofDevice.toNanos() / speed));
    }

    /** Plans something, a device's time from now. */
    void after(Duration ofDevice, Runnable what) {
        at(now().plus(byTheClock(ofDevice)), what);
    }

    /** Plans something for a time by the clock. */
    void at(Instant time, Runnable what) {
        events.add(new Event(time, planned++, what));
    }

    /** When the next event is due. */
    Optional<Instant> next() {
        return Optional.ofNullable(events.peek()).map(Event::time);
    }

    /** Carries out all that is due by now, and what follows from it until now. */
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

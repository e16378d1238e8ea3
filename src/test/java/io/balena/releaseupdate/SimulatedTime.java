package io.balena.releaseupdate;

import java.time.Duration;
import java.util.PriorityQueue;

/** Time that passes in pauses only, and things that happen at given times. */
final class SimulatedTime implements Pauser {

    private record Event(long at, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long scheduled;
    private boolean awake;

    @Override
    public long nanoTime() {
        return now;
    }

    Duration elapsed() {
        return Duration.ofNanos(now);
    }

    void after(Duration pause, Runnable action) {
        events.add(new Event(now + pause.toNanos(), scheduled++, action));
    }

    /** Interrupts the pause that lies there. */
    void interruptAfter(Duration pause) {
        after(pause, () -> Thread.currentThread().interrupt());
    }

    @Override
    public void pause(Duration longest) throws InterruptedException {
        long end = now + longest.toNanos();
        while (!awake && !events.isEmpty() && events.peek().at() <= end) {
            Event event = events.poll();
            now = event.at();
            event.action().run();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        if (!awake) {
            now = end;
        }
        awake = false;
    }

    @Override
    public void wake() {
        awake = true;
    }
}

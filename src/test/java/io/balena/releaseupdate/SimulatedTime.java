package io.balena.releaseupdate;

import io.balena.releaseupdate.model.WaitClock;
import java.time.Duration;
import java.util.PriorityQueue;

/** Time that passes only in pauses, with events at given times. */
final class SimulatedTime implements WaitClock {

    private record Event(long at, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    /** Clocks count from any moment, and may show numbers below zero. */
    private static final long START = -Duration.ofDays(400).toNanos();

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long scheduled;
    private boolean awake;
    private long stopAt = Long.MAX_VALUE;
    private long stopEnd;

    @Override
    public long nanoTime() {
        return START + now;
    }

    /** Nanoseconds since the beginning. */
    long passed() {
        return now;
    }

    Duration elapsed() {
        return Duration.ofNanos(now);
    }

    void after(Duration pause, Runnable action) {
        events.add(new Event(now + pause.toNanos(), scheduled++, action));
    }

    /** Interrupts the pause at that time. */
    void interruptAfter(Duration pause) {
        after(pause, () -> Thread.currentThread().interrupt());
    }

    /** Suspends the waiting process at that time, while everything else continues. */
    void stopAfter(Duration pause, Duration length) {
        stopAt = now + pause.toNanos();
        stopEnd = stopAt + length.toNanos();
    }

    @Override
    public void pause(Duration longest) throws InterruptedException {
        pauseUntil(now + longest.toNanos());
        if (now >= stopAt) {
            stopAt = Long.MAX_VALUE;
            awake = false;
            sleepUntil(stopEnd);
        }
        awake = false;
    }

    private void pauseUntil(long end) throws InterruptedException {
        while (!awake && !events.isEmpty() && events.peek().at() <= end) {
            happen();
        }
        if (!awake) {
            now = Math.max(now, end);
        }
    }

    private void sleepUntil(long end) throws InterruptedException {
        while (!events.isEmpty() && events.peek().at() <= end) {
            happen();
        }
        now = Math.max(now, end);
    }

    private void happen() throws InterruptedException {
        Event event = events.poll();
        now = Math.max(now, event.at());
        event.action().run();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public void wake() {
        awake = true;
    }
}

package io.balena.releaseupdate.rollout;

import io.balena.releaseupdate.fleet.WriteHistory;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.WaitClock;
import io.balena.releaseupdate.model.WriteResult;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes, and reads the effect back, whatever the response was. A write is repeated only after several reads, and
 * without a response only once balena can no longer be executing it: reads may lag, and statements take up to a minute.
 */
final class CarefulWrites {

    private static final int SEVERAL = 3;

    /** The time limit of a read or a write. */
    static final Duration LONGEST_REQUEST = Duration.ofMinutes(1);

    private final WaitClock clock;
    private final Consumer<String> notices;

    CarefulWrites(WaitClock clock, Consumer<String> notices) {
        this.clock = clock;
        this.notices = notices;
    }

    /** Sends a request for what is left to write. */
    interface Write<T> {
        WriteResult send(Set<T> left, Deadline deadline) throws InterruptedException;
    }

    /** Reads what is left to write; nothing if a change made the write wrong. */
    interface Remaining<T> {
        Set<T> read(Deadline deadline) throws InterruptedException;
    }

    /**
     * Writes until nothing is left.
     *
     * @param what the write, for messages: {@code pin devices}
     * @param left what to write
     * @throws BalenaException if the write fails, or no read shows its effect
     */
    <T> void run(String what, Set<T> left, Write<T> write, Remaining<T> remaining) throws InterruptedException {
        long start = clock.nanoTime();
        WriteHistory history = send(what, WriteHistory.NONE, left, write, start);
        while (true) {
            if (!history.pause().isZero()) {
                clock.sleep(history.pause());
            }
            Set<T> rest;
            try {
                rest = remaining.read(Deadline.after(LONGEST_REQUEST));
                history = history.readSucceeded(Optional.empty());
            } catch (BalenaException.Unavailable | BalenaException.TimedOut e) {
                history = history.readFailed();
                if (isOver(history, start)) {
                    throw e;
                }
                continue;
            }
            if (rest.isEmpty()) {
                return;
            }
            if (!history.hasWritesLeft()) {
                if (isOver(history, start)) {
                    throw trouble(history);
                }
            } else if (history.reads() >= SEVERAL && elapsed(start).compareTo(history.rewriteFrom()) >= 0) {
                history = send(what, history, rest, write, start);
            }
        }
    }

    private <T> WriteHistory send(String what, WriteHistory history, Set<T> left, Write<T> write, long start)
            throws InterruptedException {
        WriteResult result = write.send(left, Deadline.after(LONGEST_REQUEST));
        WriteHistory next = history.responded(what, result, elapsed(start));
        if (result instanceof WriteResult.Unknown unknown) {
            notices.accept(unknown.reason() + " Checking what it did.");
        } else if (result instanceof WriteResult.NotApplied failed) {
            notices.accept(failed.reason() + " Trying again.");
        }
        return next;
    }

    private static BalenaException trouble(WriteHistory history) {
        return history.trouble()
                .orElseGet(() -> new BalenaException.Unavailable("balena did not do what was requested.", null));
    }

    private boolean isOver(WriteHistory history, long start) {
        return elapsed(start).compareTo(history.settledFrom()) >= 0;
    }

    private Duration elapsed(long start) {
        return Duration.ofNanos(clock.nanoTime() - start);
    }
}

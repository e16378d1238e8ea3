package io.balena.releaseupdate.rollout;

import io.balena.releaseupdate.fleet.PinHistory;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.WriteResult;
import io.balena.releaseupdate.model.WaitClock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes, and looks what that did, whatever the answer was. A write is repeated only after several looks, and after a
 * lost answer only once balena can't be at it any more: reads may lag, and statements take up to a minute.
 */
final class CarefulWrites {

    private static final int SEVERAL = 3;

    /** For one look or one write. */
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

    /** Looks what is left to write; nothing also if something changed that makes the write a mistake. */
    interface Look<T> {
        Set<T> left(Deadline deadline) throws InterruptedException;
    }

    /**
     * Writes until nothing is left.
     *
     * @param what what that is, for messages: {@code pin devices}
     * @param left what to write
     * @throws BalenaException if it can't be written, or no look shows what the requests did
     */
    <T> void run(String what, Set<T> left, Write<T> write, Look<T> look) throws InterruptedException {
        long start = clock.nanoTime();
        PinHistory history = send(what, PinHistory.NONE, left, write, start);
        while (true) {
            if (!history.pause().isZero()) {
                clock.sleep(history.pause());
            }
            Set<T> rest;
            try {
                rest = look.left(Deadline.after(LONGEST_REQUEST));
                history = history.looked(Optional.empty());
            } catch (BalenaException.Unavailable | BalenaException.TimedOut e) {
                history = history.lookFailed();
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
            } else if (history.looks() >= SEVERAL && elapsed(start).compareTo(history.rewriteFrom()) >= 0) {
                history = send(what, history, rest, write, start);
            }
        }
    }

    private <T> PinHistory send(String what, PinHistory history, Set<T> left, Write<T> write, long start)
            throws InterruptedException {
        WriteResult answer = write.send(left, Deadline.after(LONGEST_REQUEST));
        PinHistory next = history.answered(what, answer, elapsed(start));
        if (answer instanceof WriteResult.Unknown lost) {
            notices.accept(lost.reason() + " Looking what it did.");
        } else if (answer instanceof WriteResult.NotApplied notDone) {
            notices.accept(notDone.reason() + " Trying again.");
        }
        return next;
    }

    private static BalenaException trouble(PinHistory history) {
        return history.trouble()
                .orElseGet(() -> new BalenaException.Unavailable("balena did not do what was requested.", null));
    }

    private boolean isOver(PinHistory history, long start) {
        return elapsed(start).compareTo(history.settledFrom()) >= 0;
    }

    private Duration elapsed(long start) {
        return Duration.ofNanos(clock.nanoTime() - start);
    }
}

package io.balena.releaseupdate.fleet;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The requests and reads of one write so far, as far as they decide the next step. Times are counted from the start.
 * Immutable.
 *
 * @param writesLeft how many more may be sent
 * @param notApplied how many were certainly not applied; {@code writesLeft} does not count them
 * @param hasWritten whether any was sent and may have taken effect
 * @param rewriteFrom when the next one may be sent
 * @param settledFrom from when on reads show the final effect of the writes
 * @param reads successful reads since the last write
 * @param failedReads consecutive failed reads since then
 * @param pause the pause before the next read
 * @param trouble why the last write failed; empty if it did not
 * @param unwritten the time of the last read before the first write, by balena's clock; empty if unknown. Later reads
 *     may lag, and say nothing about when the fleet was pinned
 */
public record WriteHistory(
        int writesLeft,
        int notApplied,
        boolean hasWritten,
        Duration rewriteFrom,
        Duration settledFrom,
        int reads,
        int failedReads,
        Duration pause,
        Optional<BalenaException> trouble,
        Optional<Instant> unwritten) {

    /** The most writes that may have been applied. More missing responses mean a lasting failure. */
    static final int MOST_WRITES = 3;

    /** The most writes that were certainly not applied. */
    static final int MOST_NOT_APPLIED = 10;

    /** balena's API cuts off statements after 60 s; reads may lag behind a little more. */
    static final Duration STATEMENT = Duration.ofSeconds(65);

    /** How long reads may lag behind a request with a response. */
    static final Duration LAG = Duration.ofSeconds(15);

    /** The longest Retry-After to honour at a time. */
    static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(16);
    private static final Duration AFTER_NOT_APPLIED = Duration.ofSeconds(3);

    /** Before the first request. */
    public static final WriteHistory NONE = new WriteHistory(
            MOST_WRITES, 0, false, Duration.ZERO, Duration.ZERO, 0, 0, FIRST_PAUSE, Optional.empty(), Optional.empty());

    /** With one more request to pin the fleet, and its result. */
    WriteHistory responded(WriteResult result, Duration at) {
        return responded("pin the fleet", result, at);
    }

    /**
     * With one more request and its result.
     *
     * @param what the request, for messages: {@code pin the fleet}
     */
    public WriteHistory responded(String what, WriteResult result, Duration at) {
        if (result instanceof WriteResult.Accepted) {
            var reason = new BalenaException.NotAllowed("balena took the request to " + what + " and changed nothing.");
            return written(lastRepetition(), at.plus(LAG), at.plus(STATEMENT), Duration.ZERO, reason);
        }
        if (result instanceof WriteResult.Denied denied) {
            return written(lastRepetition(), at.plus(LAG), at.plus(LAG), Duration.ZERO, denied.reason());
        }
        if (result instanceof WriteResult.Refused refused) {
            return written(0, at.plus(LAG), at.plus(LAG), Duration.ZERO, refused.reason());
        }
        if (result instanceof WriteResult.NotApplied failed) {
            Duration wanted = failed.retryAfter().orElse(Duration.ZERO);
            Duration wait = AFTER_NOT_APPLIED.multipliedBy(1L << Math.min(notApplied, 4));
            return written(
                            writesLeft,
                            at.plus(bounded(wanted, wait)),
                            at.plus(LAG),
                            bounded(wanted, FIRST_PAUSE),
                            unavailable(failed.reason(), wanted))
                    .withOneMoreNotApplied();
        }
        WriteResult.Unknown unknown = (WriteResult.Unknown) result;
        Duration wanted = unknown.retryAfter().orElse(Duration.ZERO);
        return written(
                writesLeft - 1,
                at.plus(bounded(wanted, STATEMENT)),
                at.plus(STATEMENT),
                bounded(wanted, FIRST_PAUSE),
                unavailable(unknown.reason(), wanted));
    }

    /** A single unexpected response proves nothing; a second one of its kind does. */
    private int lastRepetition() {
        return Math.min(writesLeft - 1, 1);
    }

    /** The server's Retry-After within limits, but at least this much. */
    private static Duration bounded(Duration wanted, Duration least) {
        Duration bounded = wanted.compareTo(LONGEST_RETRY_AFTER) < 0 ? wanted : LONGEST_RETRY_AFTER;
        return bounded.compareTo(least) > 0 ? bounded : least;
    }

    private static BalenaException unavailable(String reason, Duration wanted) {
        String wait = wanted.compareTo(LONGEST_PAUSE) > 0 ? " It asks to wait " + wanted.toSeconds() + " s." : "";
        return new BalenaException.Unavailable(reason + wait, null);
    }

    private WriteHistory written(
            int left, Duration nextWrite, Duration settled, Duration nextRead, BalenaException reason) {
        Duration allSettled = settled.compareTo(settledFrom) > 0 ? settled : settledFrom;
        return new WriteHistory(
                left, notApplied, true, nextWrite, allSettled, 0, 0, nextRead, Optional.of(reason), unwritten);
    }

    private WriteHistory withOneMoreNotApplied() {
        return new WriteHistory(
                writesLeft,
                notApplied + 1,
                hasWritten,
                rewriteFrom,
                settledFrom,
                reads,
                failedReads,
                pause,
                trouble,
                unwritten);
    }

    /**
     * With one more successful read.
     *
     * @param at its time by balena's clock; empty if unknown
     */
    public WriteHistory readSucceeded(Optional<Instant> at) {
        return afterRead(reads + 1, 0, hasWritten ? unwritten : at);
    }

    /** With one more failed read. */
    public WriteHistory readFailed() {
        return afterRead(reads, failedReads + 1, unwritten);
    }

    private WriteHistory afterRead(int newReads, int failed, Optional<Instant> lastUnwritten) {
        Duration doubled = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        Duration longer = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return new WriteHistory(
                writesLeft,
                notApplied,
                hasWritten,
                rewriteFrom,
                settledFrom,
                newReads,
                failed,
                longer,
                trouble,
                lastUnwritten);
    }

    /** Whether another write may be sent at all. */
    public boolean hasWritesLeft() {
        return writesLeft > 0 && notApplied < MOST_NOT_APPLIED;
    }
}

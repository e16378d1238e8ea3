package io.balena.releaseupdate.fleet;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What was sent and seen so far of one write, as far as it matters for what comes next. Points in time are
 * counted from the beginning. Immutable.
 *
 * @param writesLeft how many more may be sent
 * @param notApplied how many did not get to where they could have been done; they do not count among the others
 * @param hasWritten whether any was sent, so that it may have taken effect
 * @param rewriteFrom when the next one may be sent
 * @param settledFrom from when on looks show all that the writes can have done
 * @param reads looks since the last write that got through
 * @param failedReads looks since then that did not, in a row
 * @param pause before the next look
 * @param trouble why the last write did not work, if it did not
 * @param unwritten the last look before the first write, by balena's clock; empty if it did not say. Looks after that may
 *     lag, and say nothing about when the fleet was pinned
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

    /** Writes that may have been done, at most. More lost answers come from something that does not pass. */
    static final int MOST_WRITES = 3;

    /** Writes that can't have been done, at most. */
    static final int MOST_NOT_APPLIED = 10;

    /** balena's API cuts off statements after 60 s; reads may lag behind a little more. */
    static final Duration STATEMENT = Duration.ofSeconds(65);

    /** For reads to show what an answered request did, before it is repeated or given up. */
    static final Duration LAG = Duration.ofSeconds(15);

    /** For how long a server is left alone at a time that wants that. */
    static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(16);
    private static final Duration AFTER_NOT_APPLIED = Duration.ofSeconds(3);

    /** Nothing was done yet. */
    public static final WriteHistory NONE = new WriteHistory(
            MOST_WRITES, 0, false, Duration.ZERO, Duration.ZERO, 0, 0, FIRST_PAUSE, Optional.empty(), Optional.empty());

    /** With one more request to pin the fleet, and its answer. */
    WriteHistory responded(WriteResult result, Duration at) {
        return responded("pin the fleet", result, at);
    }

    /**
     * With one more request and its answer.
     *
     * @param what what was requested, for messages: {@code pin the fleet}
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
            Duration asked = failed.retryAfter().orElse(Duration.ZERO);
            Duration wait = AFTER_NOT_APPLIED.multipliedBy(1L << Math.min(notApplied, 4));
            return written(
                            writesLeft,
                            at.plus(asked(asked, wait)),
                            at.plus(LAG),
                            asked(asked, FIRST_PAUSE),
                            unavailable(failed.reason(), asked))
                    .withOneMoreNotApplied();
        }
        WriteResult.Unknown unknown = (WriteResult.Unknown) result;
        Duration asked = unknown.retryAfter().orElse(Duration.ZERO);
        return written(
                writesLeft - 1,
                at.plus(asked(asked, STATEMENT)),
                at.plus(STATEMENT),
                asked(asked, FIRST_PAUSE),
                unavailable(unknown.reason(), asked));
    }

    /** One odd answer decides nothing, and the second one of its kind decides. */
    private int lastRepetition() {
        return Math.min(writesLeft - 1, 1);
    }

    /** The time that a server wants, within reason, but at least so much. */
    private static Duration asked(Duration asked, Duration least) {
        Duration bounded = asked.compareTo(LONGEST_RETRY_AFTER) < 0 ? asked : LONGEST_RETRY_AFTER;
        return bounded.compareTo(least) > 0 ? bounded : least;
    }

    private static BalenaException unavailable(String reason, Duration asked) {
        String wait = asked.compareTo(LONGEST_PAUSE) > 0 ? " It asks to wait " + asked.toSeconds() + " s." : "";
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
     * With one more look that got through.
     *
     * @param at when, by balena's clock
     */
    public WriteHistory readSucceeded(Optional<Instant> at) {
        return afterRead(reads + 1, 0, hasWritten ? unwritten : at);
    }

    /** With one more look that did not get through. */
    public WriteHistory readFailed() {
        return afterRead(reads, failedReads + 1, unwritten);
    }

    private WriteHistory afterRead(int gotThrough, int failed, Optional<Instant> lastUnwritten) {
        Duration doubled = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        Duration longer = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return new WriteHistory(
                writesLeft,
                notApplied,
                hasWritten,
                rewriteFrom,
                settledFrom,
                gotThrough,
                failed,
                longer,
                trouble,
                lastUnwritten);
    }

    /** Whether one more write may be sent at some time. */
    public boolean hasWritesLeft() {
        return writesLeft > 0 && notApplied < MOST_NOT_APPLIED;
    }
}

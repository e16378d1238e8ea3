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
 * @param undone how many did not get to where they could have been done; they do not count among the others
 * @param hasWritten whether any was sent, so that it may have taken effect
 * @param rewriteFrom when the next one may be sent
 * @param settledFrom from when on looks show all that the writes can have done
 * @param looks looks since the last write that got through
 * @param failedLooks looks since then that did not, in a row
 * @param pause before the next look
 * @param trouble why the last write did not work, if it did not
 * @param unwritten the last look before the first write, by balena's clock; empty if it did not say. Looks after that may
 *     lag, and say nothing about when the fleet was pinned
 */
public record PinHistory(
        int writesLeft,
        int undone,
        boolean hasWritten,
        Duration rewriteFrom,
        Duration settledFrom,
        int looks,
        int failedLooks,
        Duration pause,
        Optional<BalenaException> trouble,
        Optional<Instant> unwritten) {

    /** Writes that may have been done, at most. More lost answers come from something that does not pass. */
    static final int MOST_WRITES = 3;

    /** Writes that can't have been done, at most. */
    static final int MOST_UNDONE = 10;

    /** balena's API cuts off statements after 60 s; reads may lag behind a little more. */
    static final Duration STATEMENT = Duration.ofSeconds(65);

    /** For reads to show what an answered request did, before it is repeated or given up. */
    static final Duration LAG = Duration.ofSeconds(15);

    /** For how long a server is left alone at a time that wants that. */
    static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(16);
    private static final Duration AFTER_NOTHING_DONE = Duration.ofSeconds(3);

    /** Nothing was done yet. */
    public static final PinHistory NONE = new PinHistory(
            MOST_WRITES, 0, false, Duration.ZERO, Duration.ZERO, 0, 0, FIRST_PAUSE, Optional.empty(), Optional.empty());

    /** With one more request to pin the fleet, and its answer. */
    PinHistory answered(WriteResult answer, Duration at) {
        return answered("pin the fleet", answer, at);
    }

    /**
     * With one more request and its answer.
     *
     * @param what what was requested, for messages: {@code pin the fleet}
     */
    public PinHistory answered(String what, WriteResult answer, Duration at) {
        if (answer instanceof WriteResult.Accepted) {
            var reason = new BalenaException.NotAllowed("balena took the request to " + what + " and changed nothing.");
            return written(lastRepetition(), at.plus(LAG), at.plus(STATEMENT), Duration.ZERO, reason);
        }
        if (answer instanceof WriteResult.Denied denied) {
            return written(lastRepetition(), at.plus(LAG), at.plus(LAG), Duration.ZERO, denied.reason());
        }
        if (answer instanceof WriteResult.Refused refused) {
            return written(0, at.plus(LAG), at.plus(LAG), Duration.ZERO, refused.reason());
        }
        if (answer instanceof WriteResult.NotApplied notDone) {
            Duration asked = notDone.retryAfter().orElse(Duration.ZERO);
            Duration wait = AFTER_NOTHING_DONE.multipliedBy(1L << Math.min(undone, 4));
            return written(
                            writesLeft,
                            at.plus(asked(asked, wait)),
                            at.plus(LAG),
                            asked(asked, FIRST_PAUSE),
                            lost(notDone.reason(), asked))
                    .withOneMoreUndone();
        }
        WriteResult.Unknown lost = (WriteResult.Unknown) answer;
        Duration asked = lost.retryAfter().orElse(Duration.ZERO);
        return written(
                writesLeft - 1,
                at.plus(asked(asked, STATEMENT)),
                at.plus(STATEMENT),
                asked(asked, FIRST_PAUSE),
                lost(lost.reason(), asked));
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

    private static BalenaException lost(String reason, Duration asked) {
        String wait = asked.compareTo(LONGEST_PAUSE) > 0 ? " It asks to wait " + asked.toSeconds() + " s." : "";
        return new BalenaException.Unavailable(reason + wait, null);
    }

    private PinHistory written(
            int left, Duration nextWrite, Duration settled, Duration nextLook, BalenaException reason) {
        Duration allSettled = settled.compareTo(settledFrom) > 0 ? settled : settledFrom;
        return new PinHistory(
                left, undone, true, nextWrite, allSettled, 0, 0, nextLook, Optional.of(reason), unwritten);
    }

    private PinHistory withOneMoreUndone() {
        return new PinHistory(
                writesLeft,
                undone + 1,
                hasWritten,
                rewriteFrom,
                settledFrom,
                looks,
                failedLooks,
                pause,
                trouble,
                unwritten);
    }

    /**
     * With one more look that got through.
     *
     * @param at when, by balena's clock
     */
    public PinHistory looked(Optional<Instant> at) {
        return afterLook(looks + 1, 0, hasWritten ? unwritten : at);
    }

    /** With one more look that did not get through. */
    public PinHistory lookFailed() {
        return afterLook(looks, failedLooks + 1, unwritten);
    }

    private PinHistory afterLook(int gotThrough, int failed, Optional<Instant> lastUnwritten) {
        Duration doubled = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        Duration longer = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return new PinHistory(
                writesLeft,
                undone,
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
        return writesLeft > 0 && undone < MOST_UNDONE;
    }
}

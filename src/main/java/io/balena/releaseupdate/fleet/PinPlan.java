package io.balena.releaseupdate.fleet;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.PinOutcome;
import io.balena.releaseupdate.model.PinState;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides the next step of pinning a fleet, purely from the requests and reads so far. A write is sent only after a
 * read that shows the fleet as described and the release fit, and is repeated only after several such reads. The
 * outcome reports what a read has shown.
 *
 * @param update as described; a different current target must not be overridden
 * @param options the objections to ignore, and the tag that forbids the pin
 * @param limit when the last write may be sent, counted from the start
 */
record PinPlan(FleetUpdate update, PinOptions options, Duration limit) {

    /** How many reads must agree before a write is repeated. */
    private static final int SEVERAL = 3;

    /** After this many refused reads, another response is unlikely. */
    private static final int MOST_REFUSED_READS = 5;

    /** After a write. */
    PinStep afterWrite(WriteHistory history, Duration now) {
        boolean isWorthWaiting =
                history.hasWritesLeft() && history.rewriteFrom().compareTo(limit) <= 0;
        Duration untilSettled = history.settledFrom().minus(now);
        return new PinStep.Read(isWorthWaiting ? history.pause() : shorter(history.pause(), untilSettled));
    }

    /** After a successful read. */
    PinStep afterRead(WriteHistory history, PinState seen, Duration now) {
        if (seen.running().isPinnedTo(update.to().release().id())) {
            return end(
                    history.hasWritten() ? new PinOutcome.Pinned(history.unwritten()) : new PinOutcome.AlreadyPinned());
        }
        if (!seen.running().isSameAs(update.before())) {
            return end(new PinOutcome.Repinned(seen.running(), history.hasWritten()));
        }
        boolean isSettled = now.compareTo(history.settledFrom()) >= 0;
        Optional<BalenaException> objection = PinObjections.toRelease(update, seen.release(), options.allowDraft());
        if (objection.isPresent()) {
            // An empty result may be a single unexpected response.
            boolean isSure = seen.release().isPresent() || history.reads() >= SEVERAL;
            return isSettled && isSure ? end(new PinOutcome.Refused(objection.get())) : readAgain(history, now);
        }
        if (mayWrite(history, now)) {
            boolean isDue = now.compareTo(history.rewriteFrom()) >= 0;
            boolean isSure = !history.hasWritten() || history.reads() >= SEVERAL;
            return isDue && isSure ? new PinStep.Write() : readAgain(history, now);
        }
        return isSettled ? end(new PinOutcome.Failed(reason(history), false)) : readAgain(history, now);
    }

    /** After a failed read. */
    PinStep afterFailedRead(WriteHistory history, BalenaException failure, Duration now) {
        Duration end = longer(limit, history.settledFrom());
        boolean isOver = now.compareTo(end) >= 0;
        boolean isRefusal = !(failure instanceof BalenaException.Unavailable unavailable) || unavailable.isRefusal();
        boolean isFinal = failure instanceof BalenaException.NotLoggedIn
                || isRefusal && history.failedReads() >= MOST_REFUSED_READS;
        if (isOver || isFinal) {
            return end(new PinOutcome.Failed(failure, history.hasWritten()));
        }
        Duration wanted = failure instanceof BalenaException.Unavailable known
                ? shorter(known.retryAfter(), WriteHistory.LONGEST_RETRY_AFTER)
                : Duration.ZERO;
        return new PinStep.Read(shorter(longer(history.pause(), wanted), end.minus(now)));
    }

    private boolean mayWrite(WriteHistory history, Duration now) {
        return history.hasWritesLeft() && longer(now, history.rewriteFrom()).compareTo(limit) <= 0;
    }

    /** No later than a read can allow a write, or end the attempt. */
    private static PinStep readAgain(WriteHistory history, Duration now) {
        Duration pause = history.pause();
        for (Duration moment : new Duration[] {history.rewriteFrom(), history.settledFrom()}) {
            if (moment.compareTo(now) > 0) {
                pause = shorter(pause, moment.minus(now));
            }
        }
        return new PinStep.Read(pause);
    }

    private static BalenaException reason(WriteHistory history) {
        return history.trouble()
                .orElseGet(() -> new BalenaException.Unavailable(
                        "The time to pin was over before balena showed what the fleet runs. Run it again.", null));
    }

    private static PinStep end(PinOutcome outcome) {
        return new PinStep.End(outcome);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}

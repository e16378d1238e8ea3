package io.balena.releaseupdate.fleet;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.PinOutcome;
import io.balena.releaseupdate.model.PinState;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides what to do next to get a fleet pinned, from what was sent and seen so far and nothing else. A write is sent
 * only after a look that shows the fleet as it was described and the release fit, and is repeated only after several of
 * these. What is said in the end is what a look has shown.
 *
 * @param update as described: what the fleet runs now is not to be overridden unless it is the same
 * @param options what the fleet is pinned in spite of, and what forbids it
 * @param limit when the last write may be sent, counted from the beginning
 */
record PinPlan(FleetUpdate update, PinOptions options, Duration limit) {

    /** Looks that have to show the same before a write is repeated. */
    private static final int SEVERAL = 3;

    /** The same request will hardly get another answer after that many. */
    private static final int MOST_REFUSED_LOOKS = 5;

    /** After a write. */
    PinStep afterWrite(WriteHistory history, Duration now) {
        boolean isWorthWaiting =
                history.hasWritesLeft() && history.rewriteFrom().compareTo(limit) <= 0;
        Duration untilSettled = history.settledFrom().minus(now);
        return new PinStep.Read(isWorthWaiting ? history.pause() : shorter(history.pause(), untilSettled));
    }

    /** After a look that got through. */
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
            // That nothing is shown may be one odd answer.
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

    /** After a look that did not get through. */
    PinStep afterFailedRead(WriteHistory history, BalenaException failure, Duration now) {
        Duration end = longer(limit, history.settledFrom());
        boolean isOver = now.compareTo(end) >= 0;
        boolean isRefusal = !(failure instanceof BalenaException.Unavailable unavailable) || unavailable.isRefusal();
        boolean isFinal = failure instanceof BalenaException.NotLoggedIn
                || isRefusal && history.failedReads() >= MOST_REFUSED_LOOKS;
        if (isOver || isFinal) {
            return end(new PinOutcome.Failed(failure, history.hasWritten()));
        }
        Duration asked = failure instanceof BalenaException.Unavailable known
                ? shorter(known.retryAfter(), WriteHistory.LONGEST_RETRY_AFTER)
                : Duration.ZERO;
        return new PinStep.Read(shorter(longer(history.pause(), asked), end.minus(now)));
    }

    private boolean mayWrite(WriteHistory history, Duration now) {
        return history.hasWritesLeft() && longer(now, history.rewriteFrom()).compareTo(limit) <= 0;
    }

    /** Not later than when a look can allow a write, or end it all. */
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

package io.balena.releaseupdate;

import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.DeltaResponse;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.model.WaitClock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Makes the requests for deltas that are due, as many at a time as allowed, and takes in their answers. */
final class DeltaRequesting {

    /** Without waiting, so many requests that fail one after the other say enough of the delta server. */
    private static final int MOST_FAILURES_IN_A_ROW = 20;

    /** Without waiting, so many odd answers to a request are one too many. */
    private static final int MOST_ODD_ANSWERS = 3;

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** Is told of what happens, on the thread of the loop. */
    interface Listener {

        /**
         * A request was answered, or failed.
         *
         * @param before the state of the delta until then
         */
        void answered(PairPreparation pair, DeltaState before);

        /** A request was accepted, but nothing shows for it. */
        void showsNothing();

        /** Nothing more can be done. */
        void stop(BalenaException reason);
    }

    private final BalenaCloud cloud;
    private final PreparationOptions options;
    private final WaitClock time;
    private final Inbox inbox;
    private final Consumer<PreparationEvent> events;
    private final Listener listener;

    private final RequestQueue queue = new RequestQueue();
    private final Map<ImagePair, PairPreparation> open = new LinkedHashMap<>();
    private long notBefore;
    private long lastAnswer;
    private int failuresInARow;

    DeltaRequesting(
            BalenaCloud cloud,
            PreparationOptions options,
            WaitClock time,
            Inbox inbox,
            Consumer<PreparationEvent> events,
            Listener listener) {
        this.cloud = cloud;
        this.options = options;
        this.time = time;
        this.inbox = inbox;
        this.events = events;
        this.listener = listener;
        this.lastAnswer = time.nanoTime();
        this.notBefore = lastAnswer;
    }

    /** How often a delta is requested at most whose build fails. */
    int mostAttempts() {
        return options.untilBuilt() ? 1 + options.retries() : 1;
    }

    /** When the last answer came. */
    long lastAnswer() {
        return lastAnswer;
    }

    /** The deltas whose requests are held open while others wait for a place; empty if none does. */
    Collection<ImagePair> inTheWay() {
        boolean isPlaceWanted = open.size() >= options.concurrency()
                && queue.next(time.nanoTime()).isPresent();
        return isPlaceWanted
                ? open.keySet()
                : Map.<ImagePair, PairPreparation>of().keySet();
    }

    /** To be called after anything happened to a delta. */
    void update(PairPreparation pair) {
        if (pair.isOpen()) {
            open.put(pair.pair(), pair);
        } else {
            open.remove(pair.pair());
        }
        boolean isOver = !options.untilBuilt() && isOver(pair);
        queue.update(pair, isOver ? OptionalLong.empty() : pair.nextRequest());
    }

    /** Without waiting nothing is requested twice, unless the delta server gave an odd answer. */
    boolean isOver(PairPreparation pair) {
        boolean isGivenUp = pair.failures()
                .filter(failed -> !failed.last().isRefusal() || failed.count() >= MOST_ODD_ANSWERS)
                .isPresent();
        return !pair.isOpen()
                && (isGivenUp || pair.isAccepted() || !pair.state().isRequestable());
    }

    /** Makes the requests that are due. */
    void start() {
        long now = time.nanoTime();
        while (hasPlace() && now - notBefore >= 0) {
            Optional<PairPreparation> next = queue.next(now);
            if (next.isEmpty()) {
                return;
            }
            request(next.get(), now);
        }
    }

    private boolean hasPlace() {
        return open.size() < options.concurrency() && !options.deadline().isOver();
    }

    /** How long until a request is due. */
    Duration untilNext() {
        OptionalLong due = queue.nextDue();
        long now = time.nanoTime();
        return due.isEmpty() || !hasPlace()
                ? LONGEST_PAUSE
                : Duration.ofNanos(Math.max(0, Math.max(due.getAsLong() - now, notBefore - now)));
    }

    private void request(PairPreparation pair, long now) {
        if (pair.isUnknown()) {
            listener.showsNothing();
            events.accept(new PreparationEvent.Trouble("The delta server accepted a request, but balena's API does not"
                    + " show that delta. Requesting it again."));
        }
        var answer = cloud.requestDelta(pair.pair(), options.deadline());
        pair.requested(answer, now);
        events.accept(new PreparationEvent.Requested(pair.pair(), pair.attempts()));
        update(pair);
        answer.whenComplete((given, failure) -> inbox.post(() -> {
            if (pair.closes(answer)) {
                DeltaState before = pair.state();
                lastAnswer = time.nanoTime();
                take(pair, given, FutureFailure.cause(failure));
                listener.answered(pair, before);
            }
        }));
    }

    private void take(PairPreparation pair, DeltaResponse answer, Throwable failure) {
        if (answer instanceof DeltaResponse.Refused refused) {
            pair.requestRefused(refused, lastAnswer);
            if (!pair.isRefused()) {
                events.accept(new PreparationEvent.Trouble(
                        "The delta server refused a delta (" + refused.reason() + "). Requesting it again."));
            }
        } else if (answer != null) {
            failuresInARow = 0;
            pair.accepted(answer instanceof DeltaResponse.Finished, lastAnswer);
        } else if (failure instanceof BalenaException.Unavailable trouble) {
            fail(pair, trouble);
        } else if (failure instanceof BalenaException.TimedOut) {
            pair.requestFailed(new BalenaException.Unavailable(failure.getMessage(), null), Duration.ZERO, lastAnswer);
        } else if (failure instanceof BalenaException known) {
            listener.stop(known);
        } else {
            // A bug of ours. The document of what is known is not to be lost for it.
            listener.stop(
                    new BalenaException.Unavailable("A request for a delta failed unexpectedly: " + failure, failure));
        }
    }

    private void fail(PairPreparation pair, BalenaException.Unavailable trouble) {
        Duration asked = Polling.shorter(trouble.retryAfter(), Polling.LONGEST_POSTPONEMENT);
        pair.requestFailed(trouble, asked, lastAnswer);
        if (!asked.isZero()) {
            // It is said to one request and meant for all.
            notBefore = Math.max(notBefore, lastAnswer + asked.toNanos());
        }
        failuresInARow++;
        if (!options.untilBuilt() && failuresInARow >= MOST_FAILURES_IN_A_ROW) {
            listener.stop(trouble);
        }
        events.accept(new PreparationEvent.Trouble(trouble.getMessage()));
    }
}

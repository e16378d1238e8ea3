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

/** Sends the requests for deltas that are due, within the concurrency limit, and handles the responses. */
final class DeltaRequester {

    /** Without waiting, the run stops after this many consecutive failed requests. */
    private static final int MOST_FAILURES_IN_A_ROW = 20;

    /** Without waiting, a request gets no further attempt after this many unexpected responses. */
    private static final int MOST_UNEXPECTED_RESPONSES = 3;

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** Receives the results, on the loop's thread. */
    interface Listener {

        /**
         * A request got a response, or failed.
         *
         * @param before the previous state of the delta
         */
        void responded(DeltaAttempts pair, DeltaState before);

        /** A request was accepted, but the API does not show the delta. */
        void noEffect();

        /** The run can't continue. */
        void stop(BalenaException reason);
    }

    private final BalenaCloud cloud;
    private final PreparationOptions options;
    private final WaitClock time;
    private final Inbox inbox;
    private final Consumer<PreparationEvent> events;
    private final Listener listener;

    private final RequestQueue queue = new RequestQueue();
    private final Map<ImagePair, DeltaAttempts> open = new LinkedHashMap<>();
    private long notBefore;
    private long lastResponse;
    private int failuresInARow;

    DeltaRequester(
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
        this.lastResponse = time.nanoTime();
        this.notBefore = lastResponse;
    }

    /** How often a delta is requested at most if its build fails. */
    int mostAttempts() {
        return options.untilBuilt() ? 1 + options.retries() : 1;
    }

    /** When the last response arrived. */
    long lastResponse() {
        return lastResponse;
    }

    /** The deltas whose open requests keep others waiting; empty if none wait. */
    Collection<ImagePair> blocking() {
        boolean isPlaceWanted = open.size() >= options.concurrency()
                && queue.next(time.nanoTime()).isPresent();
        return isPlaceWanted
                ? open.keySet()
                : Map.<ImagePair, DeltaAttempts>of().keySet();
    }

    /** Must be called after any change of a delta. */
    void update(DeltaAttempts pair) {
        if (pair.isOpen()) {
            open.put(pair.pair(), pair);
        } else {
            open.remove(pair.pair());
        }
        boolean isOver = !options.untilBuilt() && isOver(pair);
        queue.update(pair, isOver ? OptionalLong.empty() : pair.nextRequest());
    }

    /** Without waiting, nothing is requested twice, except after an unexpected response. */
    boolean isOver(DeltaAttempts pair) {
        boolean isGivenUp = pair.failures()
                .filter(failed -> !failed.last().isRefusal() || failed.count() >= MOST_UNEXPECTED_RESPONSES)
                .isPresent();
        return !pair.isOpen()
                && (isGivenUp || pair.isAccepted() || !pair.state().isRequestable());
    }

    /** Sends the requests that are due. */
    void start() {
        long now = time.nanoTime();
        while (hasFreeSlot() && now - notBefore >= 0) {
            Optional<DeltaAttempts> next = queue.next(now);
            if (next.isEmpty()) {
                return;
            }
            request(next.get(), now);
        }
    }

    private boolean hasFreeSlot() {
        return open.size() < options.concurrency() && !options.deadline().isOver();
    }

    /** The time until a request is due. */
    Duration untilNext() {
        OptionalLong due = queue.nextDue();
        long now = time.nanoTime();
        return due.isEmpty() || !hasFreeSlot()
                ? LONGEST_PAUSE
                : Duration.ofNanos(Math.max(0, Math.max(due.getAsLong() - now, notBefore - now)));
    }

    private void request(DeltaAttempts pair, long now) {
        if (pair.isUnknown()) {
            listener.noEffect();
            events.accept(new PreparationEvent.Trouble("The delta server accepted a request, but balena's API does not"
                    + " show that delta. Requesting it again."));
        }
        var response = cloud.requestDelta(pair.pair(), options.deadline());
        pair.requested(response, now);
        events.accept(new PreparationEvent.Requested(pair.pair(), pair.attempts()));
        update(pair);
        response.whenComplete((result, failure) -> inbox.post(() -> {
            if (pair.closes(response)) {
                DeltaState before = pair.state();
                lastResponse = time.nanoTime();
                take(pair, result, FutureFailure.cause(failure));
                listener.responded(pair, before);
            }
        }));
    }

    private void take(DeltaAttempts pair, DeltaResponse response, Throwable failure) {
        if (response instanceof DeltaResponse.Refused refused) {
            pair.requestRefused(refused, lastResponse);
            if (!pair.isRefused()) {
                events.accept(new PreparationEvent.Trouble(
                        "The delta server refused a delta (" + refused.reason() + "). Requesting it again."));
            }
        } else if (response != null) {
            failuresInARow = 0;
            pair.accepted(response instanceof DeltaResponse.Finished, lastResponse);
        } else if (failure instanceof BalenaException.Unavailable trouble) {
            fail(pair, trouble);
        } else if (failure instanceof BalenaException.TimedOut) {
            pair.requestFailed(
                    new BalenaException.Unavailable(failure.getMessage(), null), Duration.ZERO, lastResponse);
        } else if (failure instanceof BalenaException known) {
            listener.stop(known);
        } else {
            // A bug of ours. The known states must still be reported.
            listener.stop(
                    new BalenaException.Unavailable("A request for a delta failed unexpectedly: " + failure, failure));
        }
    }

    private void fail(DeltaAttempts pair, BalenaException.Unavailable trouble) {
        Duration retryAfter = DeltaPolling.shorter(trouble.retryAfter(), DeltaPolling.LONGEST_POSTPONEMENT);
        pair.requestFailed(trouble, retryAfter, lastResponse);
        if (!retryAfter.isZero()) {
            // Retry-After of one response applies to all requests.
            notBefore = Math.max(notBefore, lastResponse + retryAfter.toNanos());
        }
        failuresInARow++;
        if (!options.untilBuilt() && failuresInARow >= MOST_FAILURES_IN_A_ROW) {
            listener.stop(trouble);
        }
        events.accept(new PreparationEvent.Trouble(trouble.getMessage()));
    }
}

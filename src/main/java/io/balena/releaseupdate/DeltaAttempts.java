package io.balena.releaseupdate;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.DeltaResponse;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.ImagePair;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;

/**
 * The preparation of one delta: the state that the API last showed, and the results of its requests. Only polls decide,
 * by the time at which they were started: a poll that began before an event says nothing about it. All times are
 * nanoseconds of one monotonic clock.
 */
final class DeltaAttempts {

    /** A build appears in the API some time after its request; until then, the old state says nothing. */
    static final Duration SETTLING = Duration.ofSeconds(30);

    /** If the delta server reports the delta as finished, an old failure is doubted for longer, since reads may lag. */
    static final Duration DOUBT = Duration.ofMinutes(5);

    /** A request without a visible build is repeated after the settling time, then after growing pauses up to this. */
    static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

    /** The result of the last request. */
    private enum Outcome {
        NONE,
        OPEN,
        ACCEPTED,
        FAILED,
        REFUSED
    }

    private final ImagePair pair;
    private final int mostAttempts;
    private final ShownState shown;
    private Outcome outcome = Outcome.NONE;
    private int attempts;
    private Future<DeltaResponse> open;
    private long requestedAt;
    /** The state that the API showed before the last request. */
    private DeltaState before;

    private boolean isReportedFinished;
    /** The last response or sign of a build; the shown state counts only after the settling time from here. */
    private long settlingFrom;

    private Duration silence = SETTLING;
    private long leftAloneUntil;
    private final FailedRequests failures;
    private final Refusals refusals;

    /**
     * @param state as just polled
     * @param mostAttempts how often the delta is requested if its build fails or stalls
     * @param firstPause the first pause before a failed or refused request is repeated
     */
    DeltaAttempts(ImagePair pair, DeltaState state, int mostAttempts, Duration firstPause, long now) {
        this.failures = new FailedRequests(firstPause);
        this.refusals = new Refusals(firstPause);
        this.pair = pair;
        this.shown = new ShownState(state, now);
        this.mostAttempts = mostAttempts;
        this.leftAloneUntil = now;
    }

    ImagePair pair() {
        return pair;
    }

    DeltaState state() {
        return shown.state();
    }

    /** The number of effective requests so far, without those that failed, were refused or had no effect. */
    int attempts() {
        return attempts;
    }

    boolean isFinished() {
        return shown.isFinished();
    }

    boolean isRefused() {
        return shown.isRefused();
    }

    boolean isOpen() {
        return open != null;
    }

    /** Whether the delta server reported the delta as finished, but the API does not show it yet. */
    boolean isReportedFinished() {
        return isReportedFinished && !isFinished();
    }

    boolean isAccepted() {
        return outcome == Outcome.ACCEPTED;
    }

    /** Whether an accepted request has had no visible effect for so long that it may have been lost. */
    boolean isUnknown() {
        return isAccepted() && state() instanceof DeltaState.Missing && isShownAfter(silence);
    }

    /** The consecutive failed requests; empty if the last request did not fail. */
    Optional<FailedRequests> failures() {
        return outcome == Outcome.FAILED ? Optional.of(failures) : Optional.empty();
    }

    /** When to request it next; empty if no request is planned. */
    OptionalLong nextRequest() {
        if (isOpen() || !state().isRequestable()) {
            return OptionalLong.empty();
        }
        if (outcome != Outcome.ACCEPTED) {
            return OptionalLong.of(leftAloneUntil);
        }
        boolean isDue = isUnknown() || (hasFailed() && attempts < mostAttempts);
        return isDue ? OptionalLong.of(shown.pollStart()) : OptionalLong.empty();
    }

    /**
     * Whether it failed permanently: the delta server keeps refusing it, or all attempts are used up and a poll that
     * began after the settling time of the last one shows a failure. A delta that the API does not show is unknown, not
     * failed.
     */
    boolean hasFailedPermanently() {
        return isRefused() || (attempts >= mostAttempts && hasFailed() && isShownAfter(SETTLING));
    }

    /** Whether the shown state results from the last request, not from an earlier one. */
    private boolean hasFailed() {
        if (outcome != Outcome.ACCEPTED || !(state() instanceof DeltaState.Failed)) {
            return false;
        }
        Duration settling = isReportedFinished ? DOUBT : SETTLING;
        return !isSameBuild(state(), before) || isShownAfter(settling);
    }

    /** Whether the shown state is at least this much younger than the last response or sign of a build. */
    private boolean isShownAfter(Duration settling) {
        return shown.pollStart() - settlingFrom >= settling.toNanos();
    }

    private static boolean isSameBuild(DeltaState a, DeltaState b) {
        return a instanceof DeltaState.Failed x && b instanceof DeltaState.Failed y && x.buildId() == y.buildId();
    }

    /** A request was sent; its response is pending. */
    void requested(Future<DeltaResponse> response, long now) {
        if (isUnknown()) {
            // That request had no effect.
            attempts--;
            silence = DeltaPolling.shorter(silence.multipliedBy(2), LONGEST_SILENCE);
        }
        attempts++;
        open = response;
        outcome = Outcome.OPEN;
        requestedAt = now;
        before = state();
        isReportedFinished = false;
    }

    /** Closes the request if this is its pending response; returns whether it is. */
    boolean closes(Future<DeltaResponse> response) {
        if (open != response) {
            return false;
        }
        open = null;
        return true;
    }

    /** The delta server accepted the request. */
    void accepted(boolean isFinished, long now) {
        outcome = Outcome.ACCEPTED;
        isReportedFinished = isFinished;
        settlingFrom = now;
        failures.clear();
        refusals.clear();
    }

    /** The request failed: it does not count, and is repeated after a pause. */
    void requestFailed(BalenaException.Unavailable reason, Duration retryAfter, long now) {
        attempts--;
        outcome = Outcome.FAILED;
        Duration pause = failures.add(reason);
        leftAloneUntil = now + (pause.compareTo(retryAfter) > 0 ? pause : retryAfter).toNanos();
    }

    /** The delta server refused the request. It is repeated unless the refusals have lasted long enough. */
    void requestRefused(DeltaResponse.Refused response, long now) {
        attempts--;
        outcome = Outcome.REFUSED;
        if (refusals.add(response.status(), requestedAt, now)) {
            shown.refuse(new DeltaState.Refused("the delta server will not supply this delta (" + response.reason()
                    + "): devices will download the full image"));
        }
        leftAloneUntil = now + refusals.pause(now).toNanos();
    }

    /**
     * A poll shows this state. If the build is running, finished or has failed, an open request is no longer needed, and
     * its slot becomes free.
     *
     * @param pollStart when the poll was started
     */
    void observe(DeltaState seen, long pollStart, long now) {
        if (!shown.take(seen, pollStart)) {
            return;
        }
        boolean isAfterRequest = outcome == Outcome.NONE || pollStart - requestedAt >= 0;
        if (seen instanceof DeltaState.Failed && !isAfterRequest) {
            before = seen;
        }
        boolean isNews = !seen.isRequestable() || (seen instanceof DeltaState.Failed && !isSameBuild(seen, before));
        if (isOpen() && isNews && isAfterRequest) {
            cancelRequest();
            accepted(false, now);
        }
        if (!seen.isRequestable()) {
            showsProgress(now);
        }
    }

    private void showsProgress(long now) {
        settlingFrom = now;
        before = null;
        silence = SETTLING;
        failures.clear();
        refusals.clear();
        if (outcome == Outcome.FAILED || outcome == Outcome.REFUSED) {
            // Another run's request succeeded.
            outcome = Outcome.NONE;
            leftAloneUntil = now;
        }
    }

    /** Closes an open request; balena continues the build. */
    void cancelRequest() {
        if (isOpen()) {
            Future<DeltaResponse> request = open;
            open = null;
            request.cancel(true);
        }
    }
}

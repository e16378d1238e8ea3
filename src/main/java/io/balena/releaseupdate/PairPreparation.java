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
 * The preparation of one delta: the state that the API showed last and how its requests went. It judges by polls alone,
 * and by the moment at which they were started: a poll that began before something happened says nothing about it. All
 * moments are nanoseconds of one clock that only goes forward.
 */
final class PairPreparation {

    /** A build shows up in the API a moment after it was requested; until then the old state says nothing. */
    static final Duration SETTLING = Duration.ofSeconds(30);

    /** If the delta server says that the delta is there, an old failure is doubted for longer: reads may lag. */
    static final Duration DOUBT = Duration.ofMinutes(5);

    /** A request that no build shows for is repeated after the settling time, then after ever longer ones up to this. */
    static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

    /** How the last request went. */
    private enum Outcome {
        NONE,
        OPEN,
        ACCEPTED,
        FAILED,
        REFUSED
    }

    private final ImagePair pair;
    private final int mostAttempts;
    private final Shown shown;
    private Outcome outcome = Outcome.NONE;
    private int attempts;
    private Future<DeltaResponse> open;
    private long requestedAt;
    /** What the API showed when the last request was made; not its result. */
    private DeltaState before;

    private boolean isSaidToBeThere;
    /** The last answer or sign of a build; what is shown says something the settling time after that. */
    private long settlingFrom;

    private Duration silence = SETTLING;
    private long leftAloneUntil;
    private final FailedRequests failures;
    private final Refusals refusals;

    /**
     * @param state as just polled
     * @param mostAttempts how often a delta is requested whose build fails or goes silent
     * @param firstPause before a request is repeated that failed or was refused
     */
    PairPreparation(ImagePair pair, DeltaState state, int mostAttempts, Duration firstPause, long now) {
        this.failures = new FailedRequests(firstPause);
        this.refusals = new Refusals(firstPause);
        this.pair = pair;
        this.shown = new Shown(state, now);
        this.mostAttempts = mostAttempts;
        this.leftAloneUntil = now;
    }

    ImagePair pair() {
        return pair;
    }

    DeltaState state() {
        return shown.state();
    }

    /** The requests so far that count: not those that failed, were refused, or came to nothing. */
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

    /** Whether the delta server said that the delta is there, and the API does not show it yet. */
    boolean isSaidToBeThere() {
        return isSaidToBeThere && !isFinished();
    }

    boolean isAccepted() {
        return outcome == Outcome.ACCEPTED;
    }

    /** Whether an accepted request shows nothing for so long that it may have been lost. */
    boolean isUnknown() {
        return isAccepted() && state() instanceof DeltaState.Missing && isShownAfter(silence);
    }

    /** The requests that failed one after the other until the last one; empty if that did not. */
    Optional<FailedRequests> failures() {
        return outcome == Outcome.FAILED ? Optional.of(failures) : Optional.empty();
    }

    /** When to request it; empty for never, as far as is known. */
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
     * began the settling time after the last of them shows a failure. A delta that is not shown is unknown, not failed.
     */
    boolean hasFailedPermanently() {
        return isRefused() || (attempts >= mostAttempts && hasFailed() && isShownAfter(SETTLING));
    }

    /** Whether what the API shows came of the last request, and not of what was before it. */
    private boolean hasFailed() {
        if (outcome != Outcome.ACCEPTED || !(state() instanceof DeltaState.Failed)) {
            return false;
        }
        Duration settling = isSaidToBeThere ? DOUBT : SETTLING;
        return !isSameBuild(state(), before) || isShownAfter(settling);
    }

    /** Whether what is shown is so much younger than the last answer or sign of a build. */
    private boolean isShownAfter(Duration settling) {
        return shown.pollStart() - settlingFrom >= settling.toNanos();
    }

    private static boolean isSameBuild(DeltaState a, DeltaState b) {
        return a instanceof DeltaState.Failed x && b instanceof DeltaState.Failed y && x.buildId() == y.buildId();
    }

    /** It was requested, and the answer has not come. */
    void requested(Future<DeltaResponse> answer, long now) {
        if (isUnknown()) {
            // That request came to nothing.
            attempts--;
            silence = Polling.shorter(silence.multipliedBy(2), LONGEST_SILENCE);
        }
        attempts++;
        open = answer;
        outcome = Outcome.OPEN;
        requestedAt = now;
        before = state();
        isSaidToBeThere = false;
    }

    /** Whether this answer is the one that was waited for; then the request is closed. */
    boolean closes(Future<DeltaResponse> answer) {
        if (open != answer) {
            return false;
        }
        open = null;
        return true;
    }

    /** The delta server accepted the request. */
    void accepted(boolean isThere, long now) {
        outcome = Outcome.ACCEPTED;
        isSaidToBeThere = isThere;
        settlingFrom = now;
        failures.clear();
        refusals.clear();
    }

    /** The request failed: it is as if it had not been made, and it is made again after a pause. */
    void requestFailed(BalenaException.Unavailable reason, Duration retryAfter, long now) {
        attempts--;
        outcome = Outcome.FAILED;
        Duration pause = failures.add(reason);
        leftAloneUntil = now + (pause.compareTo(retryAfter) > 0 ? pause : retryAfter).toNanos();
    }

    /** The delta server refused the request. It is made again, unless that was so for long enough. */
    void requestRefused(DeltaResponse.Refused answer, long now) {
        attempts--;
        outcome = Outcome.REFUSED;
        if (refusals.add(answer.status(), requestedAt, now)) {
            shown.refuse(new DeltaState.Refused("the delta server will not supply this delta (" + answer.reason()
                    + "): devices will download the full image"));
        }
        leftAloneUntil = now + refusals.pause(now).toNanos();
    }

    /**
     * A poll shows this state. If it shows that the build goes on or ended, a request has nothing more to tell
     * that is held open, and its place becomes free.
     *
     * @param pollStart when that poll was started
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
            // Somebody else had more luck.
            outcome = Outcome.NONE;
            leftAloneUntil = now;
        }
    }

    /** Closes the request if one is open; what it requested goes on at balena. */
    void cancelRequest() {
        if (isOpen()) {
            Future<DeltaResponse> request = open;
            open = null;
            request.cancel(true);
        }
    }
}

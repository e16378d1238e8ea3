package io.balena.releaseupdate;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.DeltaAnswer;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.ImagePair;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;

/** Where the preparation of one delta stands: what the API shows of it and what was asked of the delta server. */
final class PairPreparation {

    /** A build that was asked for shows up in the API after a moment; until then the old state says nothing. */
    private static final Duration SETTLING = Duration.ofSeconds(30);

    private final ImagePair pair;
    private DeltaState state;
    private int attempts;
    private Future<DeltaAnswer> open;
    private DeltaState stateWhenAsked;
    private boolean taken;
    private long answeredAt;
    private long leftAloneUntil;
    private BalenaException.Unavailable trouble;

    PairPreparation(ImagePair pair, DeltaState state) {
        this.pair = pair;
        this.state = state;
    }

    ImagePair pair() {
        return pair;
    }

    DeltaState state() {
        return state;
    }

    /** How often it was asked for; requests that did not get through don't count. */
    int attempts() {
        return attempts;
    }

    /** Why the last request did not get through. */
    Optional<BalenaException> trouble() {
        return Optional.ofNullable(trouble);
    }

    boolean isFinished() {
        return state instanceof DeltaState.Finished;
    }

    boolean isRefused() {
        return state instanceof DeltaState.Refused;
    }

    /** Whether a request is held open and takes up a place. */
    boolean isOpen() {
        return open != null;
    }

    /** Whether a delta in this state has to be asked for. */
    static boolean isAskable(DeltaState state) {
        return state instanceof DeltaState.Missing || state instanceof DeltaState.Failed;
    }

    /** Whether nothing more is to be asked where one does not wait. */
    boolean isRequested() {
        return !isOpen() && (!isAskable(state) || taken || trouble != null);
    }

    boolean isToBeAsked(int mostAttempts, long now, long lastPoll) {
        if (isOpen() || !isAskable(state)) {
            return false;
        }
        if (trouble != null) {
            // Not at once: the polls set the pace, and show whether somebody else had more luck.
            return lastPoll - answeredAt > 0 && now - leftAloneUntil >= 0;
        }
        return attempts == 0 || (attempts < mostAttempts && isFailure(now));
    }

    /** Whether it will not be there however long one waits. */
    boolean isHopeless(int mostAttempts, long now) {
        return isRefused()
                || (!isOpen() && isAskable(state) && trouble == null && attempts >= mostAttempts && isFailure(now));
    }

    /** Whether what the API shows came of the last attempt, and not of what was before it. */
    private boolean isFailure(long now) {
        boolean isNew = state instanceof DeltaState.Failed && !isSameBuild(state, stateWhenAsked);
        return isNew || (taken && now - answeredAt >= SETTLING.toNanos());
    }

    private static boolean isSameBuild(DeltaState a, DeltaState b) {
        return a instanceof DeltaState.Failed one
                && b instanceof DeltaState.Failed other
                && one.buildId() == other.buildId();
    }

    void asked(Future<DeltaAnswer> answer) {
        attempts++;
        open = answer;
        stateWhenAsked = state;
        taken = false;
        trouble = null;
    }

    /** Whether this answer is the one that was waited for; then the request is closed. */
    boolean closes(Future<DeltaAnswer> answer) {
        if (open != answer) {
            return false;
        }
        open = null;
        return true;
    }

    /** The delta server took the request. */
    void taken(long now) {
        taken = true;
        answeredAt = now;
    }

    /** The request did not get through: it is as if it had not been made. */
    void broke(BalenaException.Unavailable reason, long now) {
        attempts--;
        trouble = reason;
        answeredAt = now;
        leftAloneUntil = now + reason.askedToWait().toNanos();
    }

    /**
     * The API shows this state. Where it shows that the build goes on, or ended, nothing more is to be learned from a
     * request that is held open, and its place is given back.
     */
    void see(DeltaState seen, long now) {
        boolean isNews = !isAskable(seen) || (seen instanceof DeltaState.Failed && !isSameBuild(seen, stateWhenAsked));
        if (isRefused() && isAskable(seen)) {
            return;
        }
        state = seen;
        if (isOpen() && isNews) {
            giveBack();
            taken(now);
        }
        if (!isAskable(seen)) {
            trouble = null;
        }
    }

    void giveBack() {
        if (isOpen()) {
            Future<DeltaAnswer> request = open;
            open = null;
            request.cancel(true);
        }
    }
}

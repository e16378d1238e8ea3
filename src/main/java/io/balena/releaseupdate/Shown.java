package io.balena.releaseupdate;

import io.balena.releaseupdate.model.DeltaState;

/** What the API showed last of one delta. Answers that come late, and reads that lag, show what was before. */
final class Shown {

    private DeltaState state;
    private long pollStart;
    private long newestBuild;

    Shown(DeltaState state, long pollStart) {
        this.state = state;
        this.pollStart = pollStart;
        remember(state);
    }

    DeltaState state() {
        return state;
    }

    /** When the poll was started that showed the state. */
    long pollStart() {
        return pollStart;
    }

    boolean isFinished() {
        return state instanceof DeltaState.Finished;
    }

    boolean isRefused() {
        return state instanceof DeltaState.Refused;
    }

    /** Takes in what the delta server decided, which the API does not show. */
    void refuse(DeltaState.Refused refused) {
        state = refused;
    }

    /**
     * Takes in what a poll shows.
     *
     * @return false if it says nothing new: something newer was seen, or the delta is finished or refused already
     */
    boolean take(DeltaState seen, long start) {
        boolean isOutdated = start - pollStart < 0 || build(seen) < newestBuild;
        boolean isUseless = isFinished() || (isRefused() && seen.isRequestable());
        if (isUseless || (isOutdated && !(seen instanceof DeltaState.Finished))) {
            return false;
        }
        state = seen;
        pollStart = start;
        remember(seen);
        return true;
    }

    private void remember(DeltaState seen) {
        if (seen instanceof DeltaState.Failed || seen instanceof DeltaState.Building) {
            newestBuild = build(seen);
        }
    }

    /** The attempt that a state tells of. One that tells of none is never too old. */
    private static long build(DeltaState state) {
        if (state instanceof DeltaState.Failed failed) {
            return failed.buildId();
        }
        return state instanceof DeltaState.Building building ? building.buildId() : Long.MAX_VALUE;
    }
}

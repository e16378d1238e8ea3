package io.balena.releaseupdate;

import io.balena.releaseupdate.model.DeltaState;

/** The last state of one delta that the API showed. Late responses and lagging reads show older states. */
final class ShownState {

    private DeltaState state;
    private long pollStart;
    private long newestBuild;

    ShownState(DeltaState state, long pollStart) {
        this.state = state;
        this.pollStart = pollStart;
        remember(state);
    }

    DeltaState state() {
        return state;
    }

    /** When the poll that showed the state was started. */
    long pollStart() {
        return pollStart;
    }

    boolean isFinished() {
        return state instanceof DeltaState.Finished;
    }

    boolean isRefused() {
        return state instanceof DeltaState.Refused;
    }

    /** Records the delta server's refusal, which the API does not show. */
    void refuse(DeltaState.Refused refused) {
        state = refused;
    }

    /**
     * Records the result of a poll.
     *
     * @return false if it is ignored: it is older than the known state, or the delta is already finished or refused
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

    /** The build that a state refers to. A state without a build is never outdated. */
    private static long build(DeltaState state) {
        if (state instanceof DeltaState.Failed failed) {
            return failed.buildId();
        }
        return state instanceof DeltaState.Building building ? building.buildId() : Long.MAX_VALUE;
    }
}

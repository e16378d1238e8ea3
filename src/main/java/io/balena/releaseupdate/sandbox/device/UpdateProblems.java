package io.balena.releaseupdate.sandbox.device;

import io.balena.releaseupdate.sandbox.data.Row;

/** Decides which updates have problems. */
public interface UpdateProblems {

    /** No update has problems. */
    UpdateProblems NONE = (device, release) -> UpdateProblem.NONE;

    /**
     * The problem of the update to a release that this device begins now. {@link UpdateProblem.Kind#MOVE} and
     * {@link UpdateProblem.Kind#PIN} happen to a device once per release, since it restarts right after them.
     */
    UpdateProblem next(Row device, long release);
}

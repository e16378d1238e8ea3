package io.balena.releaseupdate.sandbox.device;

import io.balena.releaseupdate.sandbox.data.Row;

/** Decides which updates have problems. */
public interface Troubles {

    /** No update has problems. */
    Troubles NONE = (device, release) -> Trouble.NONE;

    /**
     * The problem of the update to a release that this device begins now. {@link Trouble.Kind#MOVE} and
     * {@link Trouble.Kind#PIN} happen to a device once per release, since it restarts right after them.
     */
    Trouble next(Row device, long release);
}

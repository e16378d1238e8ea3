package io.balena.releaseupdate.sandbox.device;

import io.balena.releaseupdate.sandbox.data.Row;

/** Decides which updates go wrong. */
public interface Troubles {

    /** Updates that all go well. */
    Troubles NONE = (device, release) -> Trouble.NONE;

    /**
     * What goes wrong with the update to a release that this device begins now. {@link Trouble.Kind#MOVE} and
     * {@link Trouble.Kind#PIN} befall a device once for each release, since it begins anew right after them.
     */
    Trouble next(Row device, long release);
}

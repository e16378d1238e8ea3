package io.balena.releaseupdate.model;

import java.util.Locale;

/** How far an update is, worst first: an update as a whole is as far as the worst of its services. */
public enum UpdateStatus {
    /** The newest attempt to build a delta failed. */
    FAILED,
    /** Nobody requested a delta yet. */
    PENDING,
    /** A delta is being built. */
    PREPARING,
    /** balena does not show what some devices run. */
    UNKNOWN,
    /** Everything that devices will download is there. */
    READY;

    /** The name in documents: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.balena.releaseupdate.model;

import java.util.Locale;

/** The status of an update, worst first: the worst of its services decides. */
public enum UpdateStatus {
    /** The newest attempt to build a delta failed. */
    FAILED,
    /** A delta was not requested yet. */
    PENDING,
    /** A delta is being built. */
    PREPARING,
    /** balena does not show the release of some devices. */
    UNKNOWN,
    /** Everything that devices will download exists. */
    READY;

    /** The name in documents: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

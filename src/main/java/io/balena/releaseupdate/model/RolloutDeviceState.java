package io.balena.releaseupdate.model;

import java.util.Locale;

/** How a device of a roll-out's stage is: the first state that fits. */
public enum RolloutDeviceState {
    /** It runs the release, and says that it is well if it must. */
    UPDATED,
    /** It does not meet the release's requirements. */
    REJECTED,
    /** It stopped sending heartbeats after its stage began. */
    LOST,
    /** balena did not hear from it when its stage began, or somebody froze it: it proves nothing. */
    SILENT,
    /** It was reachable for the device timeout without getting the release. */
    OVERDUE,
    /** It is stopping old services and starting new ones. */
    APPLYING,
    /** It has everything. If this lasts, an app on the device holds the update lock. */
    DOWNLOADED,
    /** It is downloading. */
    DOWNLOADING,
    /** It is reachable and has not reported anything about the release yet. */
    WAITING;

    /** The name in documents: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

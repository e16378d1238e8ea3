package io.balena.releaseupdate.model;

import java.util.Locale;

/** The state of a device in a roll-out's stage: the first that fits. */
public enum RolloutDeviceState {
    /** It runs the release, and reports itself healthy if the roll-out requires that. */
    UPDATED,
    /** It does not meet the release's requirements. */
    REJECTED,
    /** It stopped sending heartbeats after its stage began. */
    LOST,
    /** It sent no heartbeats when its stage began, or was frozen: it proves nothing. */
    SILENT,
    /** It was reachable for the device timeout but did not update. */
    OVERDUE,
    /** It is stopping old services and starting new ones. */
    APPLYING,
    /** It has downloaded everything. If this lasts, an app on the device holds the update lock. */
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

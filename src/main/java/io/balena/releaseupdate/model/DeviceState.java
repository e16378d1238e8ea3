package io.balena.releaseupdate.model;

import java.util.Locale;

/**
 * A device's progress to its target release: the first state that fits. Reports from before it got that target don't
 * count, since balena keeps the last one ({@code update_status}) across pins.
 */
public enum DeviceState {
    /** It runs the release. */
    UPDATED,
    /** It does not meet the release's requirements and will not update. */
    REJECTED,
    /** balena has not heard from it for longer than its poll interval ({@code api_heartbeat_state}). */
    UNREACHABLE,
    /** It is stopping old services and starting new ones. */
    APPLYING,
    /** It has downloaded everything. If this lasts, an app on the device holds the update lock. */
    DOWNLOADED,
    /** It is downloading. */
    DOWNLOADING,
    /** It is reachable and has not reported anything about the release yet. Old supervisors never do. */
    WAITING;

    /** The name in documents: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

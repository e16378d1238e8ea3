package io.balena.releaseupdate.sandbox.device;

import io.balena.releaseupdate.sandbox.data.Row;
import java.time.Clock;
import java.util.Objects;

/** The API's record of a device: its reports and heartbeats. */
final class Reports {
    private static final NumericVersion FIRST_WITH_UPDATE_STATUS = new NumericVersion(16, 7, 0);

    private final Row device;
    private final Clock clock;

    Reports(Row device, Clock clock) {
        this.device = device;
        this.clock = clock;
    }

    /** Only a device's own poll makes it {@code online}; a report does not. */
    void heartbeat(String state) {
        if (!state.equals(device.get("api_heartbeat_state"))) {
            device.set("api_heartbeat_state", state).set("changed_api_heartbeat_state_on__date", clock.instant());
            changed();
        }
    }

    void vpn(boolean isConnected) {
        device.set("is_online", isConnected)
                .set("is_connected_to_vpn", isConnected)
                .set("last_connectivity_event", clock.instant());
        changed();
    }

    /**
     * Sets {@code update_status}, which old supervisors don't report. Repeating a value does not change the event's
     * time.
     */
    void updateStatus(String status) {
        boolean isReported =
                NumericVersion.of(device.text("supervisor_version")).isAtLeast(FIRST_WITH_UPDATE_STATUS);
        if (isReported && !Objects.equals(status, device.get("update_status"))) {
            device.set("update_status", status).set("last_update_status_event", clock.instant());
        }
        changed();
    }

    /** @param progress in percent; null if no update is in progress */
    void progress(Integer progress) {
        device.set("overall_progress", progress).set("status", progress == null ? "Idle" : "Downloading");
        changed();
    }

    void runs(long release) {
        device.set("is_running__release", release);
        changed();
    }

    private void changed() {
        boolean isConnected = device.is("is_online") || "online".equals(device.get("api_heartbeat_state"));
        boolean isUpdating = device.get("overall_progress") != null;
        device.set("overall_status", !isConnected ? "disconnected" : isUpdating ? "updating" : "operational")
                .set("modified_at", clock.instant());
    }
}

package io.balena.releaseupdate.cloud;

import java.util.Set;

/**
 * The fields of a device that an API has. They differ between balenaCloud and openBalena and between versions, and a
 * filter on a missing one fails without an explanation. One row, read without {@code $select}, shows them.
 *
 * @param names the fields' names
 */
record DeviceFields(Set<String> names) {

    DeviceFields {
        names = Set.copyOf(names);
    }

    boolean hasActive() {
        return names.contains("is_active");
    }

    boolean hasFrozen() {
        return names.contains("is_frozen");
    }

    boolean hasUpdateStatus() {
        return names.contains("update_status");
    }

    boolean hasUpdateStatusTime() {
        return names.contains("last_update_status_event");
    }

    boolean hasHeartbeat() {
        return names.contains("api_heartbeat_state");
    }

    boolean hasHeartbeatTime() {
        return names.contains("changed_api_heartbeat_state_on__date");
    }
}

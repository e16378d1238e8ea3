package io.balena.releaseupdate.model;

import java.util.Optional;
import java.util.Set;

/** Which of a fleet's devices to read. */
public sealed interface DeviceSelection {

    /** Devices pinned individually to this release, in any state. */
    record PinnedTo(long release) implements DeviceSelection {}

    /**
     * Devices that follow the fleet, can update, and sent a heartbeat recently.
     *
     * @param tagKey only those with this device tag
     * @param tagValue only those whose tag has this value
     */
    record Reachable(Optional<String> tagKey, Optional<String> tagValue) implements DeviceSelection {}

    /** These devices, if they are still in the fleet; 200 at most. */
    record Ids(Set<Long> ids) implements DeviceSelection {
        public Ids {
            ids = Set.copyOf(ids);
        }
    }
}

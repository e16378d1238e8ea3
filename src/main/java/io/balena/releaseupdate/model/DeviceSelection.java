package io.balena.releaseupdate.model;

import java.util.Optional;
import java.util.Set;

/** Which of a fleet's devices are read. */
public sealed interface DeviceSelection {

    /** Those with a pin of their own to this release, in whatever state. */
    record PinnedTo(long release) implements DeviceSelection {}

    /**
     * Those that follow the fleet, can update, and were heard from recently.
     *
     * @param tagKey only those with this device tag
     * @param tagValue only those whose tag has this value
     */
    record Reachable(Optional<String> tagKey, Optional<String> tagValue) implements DeviceSelection {}

    /** These, if they are still in the fleet; 200 at most. */
    record Ids(Set<Long> ids) implements DeviceSelection {
        public Ids {
            ids = Set.copyOf(ids);
        }
    }
}

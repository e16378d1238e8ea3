package io.balena.releaseupdate.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Everything that a pin depends on, as balena shows it at one moment.
 *
 * @param running the fleet's target
 * @param release the release to pin; empty if balena shows none of that id in the fleet
 * @param seenAt the time of the read by balena's clock; empty if unknown
 */
public record PinState(FleetTarget running, Optional<ReleaseState> release, Optional<Instant> seenAt) {

    /** The state at an unknown time. */
    public PinState(FleetTarget running, Optional<ReleaseState> release) {
        this(running, release, Optional.empty());
    }
}

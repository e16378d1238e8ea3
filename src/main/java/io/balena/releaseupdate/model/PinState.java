package io.balena.releaseupdate.model;

import java.time.Instant;
import java.util.Optional;

/**
 * All that a pin depends on, as balena shows it at one moment.
 *
 * @param running what the fleet's devices are told to run
 * @param release the release to pin; empty if balena shows none of that id in the fleet
 * @param seenAt when, by balena's clock; empty if it did not say
 */
public record PinState(FleetTarget running, Optional<ReleaseState> release, Optional<Instant> seenAt) {

    /** The same at a moment that is not known. */
    public PinState(FleetTarget running, Optional<ReleaseState> release) {
        this(running, release, Optional.empty());
    }
}

package io.balena.releaseupdate.rollout.plan;

import io.balena.releaseupdate.model.FleetDevice;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.PinState;
import io.balena.releaseupdate.model.RolloutCounts;
import java.time.Instant;
import java.util.List;

/**
 * All that a roll-out depends on, as balena shows it at one moment.
 *
 * @param now that moment, by balena's clock
 * @param state what the fleet's devices are told to run, and how the target release is
 * @param pinned the fleet's devices that are pinned to the target release, in whatever state
 * @param counts its other devices
 */
public record FleetView(Instant now, PinState state, List<FleetDevice> pinned, RolloutCounts counts) {

    public FleetView {
        pinned = List.copyOf(pinned);
    }

    /** The fleet's own target. */
    public FleetTarget target() {
        return state.running();
    }

    /** Whether the target release is known to be a draft. */
    public boolean isDraft() {
        return state.release().filter(release -> !release.isFinal()).isPresent();
    }
}

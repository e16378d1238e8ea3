package io.balena.releaseupdate.rollout.plan;

import io.balena.releaseupdate.model.FleetDevice;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.PinState;
import io.balena.releaseupdate.model.RolloutCounts;
import java.time.Instant;
import java.util.List;

/**
 * Everything that a roll-out's next step depends on, as balena shows it at one moment.
 *
 * @param now the time of the read, by balena's clock
 * @param state the fleet's target, and the state of the release to roll out
 * @param pinned the fleet's devices that are pinned to the target release, in any state
 * @param counts the counts of its devices
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

package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.ReleaseUpdates;
import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.fleet.FleetStatuses;
import io.balena.releaseupdate.fleet.FleetUpdates;
import io.balena.releaseupdate.model.WaitClock;
import io.balena.releaseupdate.rollout.Rollouts;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * balena, or a sandbox in its place, until it is closed.
 *
 * @param cloud to send requests to
 * @param clocks makes one for each wait
 * @param dashboard its web pages; empty if there are none
 * @param end of the sandbox; does nothing if there is none
 */
record Balena(BalenaCloud cloud, Supplier<WaitClock> clocks, Optional<URI> dashboard, Runnable end)
        implements AutoCloseable {

    ReleaseUpdates releaseUpdates() {
        return new ReleaseUpdates(cloud, clocks);
    }

    FleetUpdates fleetUpdates() {
        return new FleetUpdates(cloud, clocks);
    }

    FleetStatuses fleetStatuses() {
        return new FleetStatuses(cloud, clocks);
    }

    Rollouts rollouts() {
        return new Rollouts(cloud, clocks);
    }

    @Override
    public void close() {
        end.run();
    }
}

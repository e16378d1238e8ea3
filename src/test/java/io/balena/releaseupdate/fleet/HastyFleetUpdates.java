package io.balena.releaseupdate.fleet;

import io.balena.releaseupdate.cloud.BalenaCloud;

/** Does not pause before a write is repeated. */
public final class HastyFleetUpdates {

    private HastyFleetUpdates() {}

    public static FleetUpdates of(BalenaCloud cloud) {
        return new FleetUpdates(cloud, pause -> {});
    }
}

package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.ReleaseUpdates;
import io.balena.releaseupdate.fleet.FleetStatuses;
import io.balena.releaseupdate.fleet.FleetUpdates;
import java.util.function.Supplier;

/**
 * What commands need of the framework. They are older than it in the executable, so that nothing can be injected into
 * them.
 *
 * @param releaseUpdates to be had once {@code access} is open
 * @param fleetUpdates to be had once {@code access} is open
 * @param fleetStatuses to be had once {@code access} is open
 */
record Beans(
        CloudAccess access,
        Supplier<ReleaseUpdates> releaseUpdates,
        Supplier<FleetUpdates> fleetUpdates,
        Supplier<FleetStatuses> fleetStatuses) {}

package io.balena.releaseupdate.fleet;

import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.FleetState;
import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.StatusEnd;
import io.balena.releaseupdate.model.StatusEvent;
import io.balena.releaseupdate.model.TargetReference;
import io.balena.releaseupdate.model.WaitClock;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reports how far a fleet's devices are with a release. Reads only. A bean to be injected. */
@Singleton
public final class FleetStatuses {

    private final BalenaCloud cloud;
    private final Supplier<WaitClock> clocks;

    /** @param cloud where the fleet is */
    @Inject
    public FleetStatuses(BalenaCloud cloud) {
        this(cloud, WaitClock::system);
    }

    /**
     * Waits by other clocks, as tests do.
     *
     * @param clocks makes one for each wait
     */
    public FleetStatuses(BalenaCloud cloud, Supplier<WaitClock> clocks) {
        this.cloud = cloud;
        this.clocks = clocks;
    }

    /**
     * Looks once: seven requests at most, whatever the number of devices.
     *
     * @param reference the fleet
     * @param release the release in question, one of the fleet's
     * @param delayed how many of the devices to name that hold things up
     * @param deadline when to give up
     * @throws BalenaException if the fleet or the release does not exist, or balena can't be asked
     * @throws InterruptedException if the thread was interrupted
     */
    public FleetStatus read(FleetReference reference, TargetReference release, int delayed, Deadline deadline)
            throws InterruptedException {
        FleetState fleet = cloud.fleet(reference, deadline);
        ReleaseName name = release instanceof TargetReference.Current
                ? current(fleet)
                : cloud.target(release, reference, deadline).release().name();
        return cloud.status(fleet.fleet(), name, Optional.empty(), delayed, deadline);
    }

    private static ReleaseName current(FleetState fleet) {
        return fleet.target()
                .release()
                .orElseThrow(
                        () -> new BalenaException.NotFound(
                                "Fleet " + fleet.fleet().slug()
                                        + " has no target release. Name a release: its id, its commit, its version or latest."));
    }

    /**
     * Looks again and again until the goal is reached or something else ends the watch, an interruption included.
     *
     * @param first the status just looked at
     * @param events is told of each look and of trouble, on the calling thread
     */
    public StatusEnd follow(FleetStatus first, FollowOptions options, Consumer<StatusEvent> events)
            throws InterruptedException {
        return new StatusWatch(first, reader(first.fleet(), first.release(), options), options, clocks.get(), events)
                .run();
    }

    /**
     * Does the same after a fleet was pinned, beginning with the first look.
     *
     * @param pinned whose pin worked, or was there already
     * @throws BalenaException if balena showed nothing of the devices until the end
     * @throws InterruptedException if the thread was interrupted before balena showed anything of the devices
     */
    public StatusEnd follow(FleetUpdate pinned, FollowOptions options, Consumer<StatusEvent> events)
            throws InterruptedException {
        StatusWatch.Reader reader = reader(pinned.fleet(), pinned.to().release().name(), options);
        return StatusWatch.ofTarget(pinned.totalDeviceCount(), reader, options, clocks.get(), events)
                .run();
    }

    private StatusWatch.Reader reader(Fleet fleet, ReleaseName release, FollowOptions options) {
        return deadline -> cloud.status(fleet, release, options.pinned(), options.delayed(), deadline);
    }
}

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

/** Reports the progress of a fleet's devices to a release. Only reads. A bean for injection. */
@Singleton
public final class FleetStatuses {

    private final BalenaCloud cloud;
    private final Supplier<WaitClock> clocks;

    /** @param cloud balena, where the fleet is */
    @Inject
    public FleetStatuses(BalenaCloud cloud) {
        this(cloud, WaitClock::system);
    }

    /**
     * With other clocks, for tests.
     *
     * @param clocks creates one for each wait
     */
    public FleetStatuses(BalenaCloud cloud, Supplier<WaitClock> clocks) {
        this.cloud = cloud;
        this.clocks = clocks;
    }

    /**
     * Reads the status once, in at most seven requests, whatever the number of devices.
     *
     * @param reference the fleet
     * @param release the release in question, which must be the fleet's
     * @param delayed how many delayed devices to name at most
     * @param deadline when to give up
     * @throws BalenaException if the fleet or the release does not exist, or balena is unavailable
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
     * Polls until the goal is reached, another release becomes the fleet's target, the deadline passes, the thread is
     * interrupted, or balena keeps refusing the requests.
     *
     * @param first the status just read
     * @param events receives each status and failure, on the calling thread
     */
    public StatusEnd follow(FleetStatus first, FollowOptions options, Consumer<StatusEvent> events)
            throws InterruptedException {
        return new StatusWatch(first, reader(first.fleet(), first.release(), options), options, clocks.get(), events)
                .run();
    }

    /**
     * Does the same after a fleet was pinned, including the first read.
     *
     * @param pinned an update whose fleet is pinned
     * @throws BalenaException if no read succeeded
     * @throws InterruptedException if the thread was interrupted before a read succeeded
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

package io.balena.releaseupdate.rollout;

import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.RolloutEvent;
import io.balena.releaseupdate.model.RolloutForecast;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.TargetReference;
import io.balena.releaseupdate.model.WaitClock;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Brings a release to a fleet in stages, and takes it back. Its state lives in balena, in pins and in tags of the
 * release, so every call continues what an earlier one began, on whatever machine. A bean to be injected.
 */
@Singleton
public final class Rollouts {

    private final BalenaCloud cloud;
    private final Supplier<WaitClock> clocks;

    /** @param cloud where the fleet is */
    @Inject
    public Rollouts(BalenaCloud cloud) {
        this(cloud, WaitClock::system);
    }

    /**
     * Waits by other clocks, as tests do.
     *
     * @param clocks makes one for each wait
     */
    public Rollouts(BalenaCloud cloud, Supplier<WaitClock> clocks) {
        this.cloud = cloud;
        this.clocks = clocks;
    }

    /**
     * Begins a roll-out, or continues it, until it is done or something ends it.
     *
     * @param events is told what happens, on the calling thread
     */
    public RolloutOutcome run(
            FleetReference fleet, TargetReference to, RolloutOptions options, Consumer<RolloutEvent> events) {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes a roll-out back, in whatever state it is: clears the pins that it made, and pins the fleet to its origin if
     * the roll-out had pinned it.
     *
     * @param events is told what happens, on the calling thread
     */
    public RolloutOutcome undo(
            FleetReference fleet, TargetReference to, RolloutOptions options, Consumer<RolloutEvent> events) {
        throw new UnsupportedOperationException();
    }

    /**
     * Says what {@link #run} would do, and changes nothing.
     *
     * @throws BalenaException if it would refuse, or balena can't be asked
     * @throws InterruptedException if the thread was interrupted
     */
    public RolloutForecast forecast(FleetReference fleet, TargetReference to, RolloutOptions options)
            throws InterruptedException {
        throw new UnsupportedOperationException();
    }
}

package io.balena.releaseupdate.rollout;

import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.RolloutEvent;
import io.balena.releaseupdate.model.RolloutForecast;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.TargetReference;
import io.balena.releaseupdate.model.TargetRelease;
import io.balena.releaseupdate.model.WaitClock;
import io.balena.releaseupdate.rollout.gate.Gate;
import io.balena.releaseupdate.rollout.gate.GateOptions;
import io.balena.releaseupdate.rollout.plan.DeviceJudge;
import io.balena.releaseupdate.rollout.plan.RolloutOptions;
import io.balena.releaseupdate.rollout.plan.RolloutPlan;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Rolls a release out to a fleet in stages, and undoes that. The state lives in balena, in pins and in tags of the
 * release, so every call continues an earlier one, on any machine. A bean for injection.
 */
@Singleton
public final class Rollouts {

    /** Added to one and a half poll intervals, after which balena considers a device late. */
    private static final Duration MARGIN = Duration.ofMinutes(2);

    private final BalenaCloud cloud;
    private final Supplier<WaitClock> clocks;

    /** @param cloud balena, where the fleet is */
    @Inject
    public Rollouts(BalenaCloud cloud) {
        this(cloud, WaitClock::system);
    }

    /**
     * With other clocks, for tests.
     *
     * @param clocks creates one for each wait
     */
    public Rollouts(BalenaCloud cloud, Supplier<WaitClock> clocks) {
        this.cloud = cloud;
        this.clocks = clocks;
    }

    /**
     * Begins or continues a roll-out, until it is done, stopped, or the deadline passes.
     *
     * @param events is told what happens, on the calling thread
     */
    public RolloutOutcome run(
            FleetReference fleet, TargetReference to, RolloutOptions options, Consumer<RolloutEvent> events) {
        return run(fleet, to, options, false, events);
    }

    /**
     * Undoes a roll-out in any state: clears its pins, and pins the fleet to its origin if the roll-out had pinned it.
     *
     * @param events is told what happens, on the calling thread
     */
    public RolloutOutcome undo(
            FleetReference fleet, TargetReference to, RolloutOptions options, Consumer<RolloutEvent> events) {
        return run(fleet, to, options, true, events);
    }

    private RolloutOutcome run(
            FleetReference reference,
            TargetReference to,
            RolloutOptions options,
            boolean isUndo,
            Consumer<RolloutEvent> events) {
        try {
            Deadline first = options.preparation().deadline();
            Deadline deadline = first.isOver() ? Deadline.after(CarefulWrites.LONGEST_REQUEST) : first;
            Fleet fleet = cloud.fleet(reference, deadline).fleet();
            TargetRelease target = cloud.target(to, reference, deadline);
            Duration timeout = isUndo ? Duration.ZERO : deviceTimeout(fleet, options, deadline);
            return rollout(fleet, target, options, timeout, isUndo, events).run();
        } catch (InterruptedException e) {
            return new RolloutOutcome.Interrupted(Optional.empty());
        } catch (BalenaException e) {
            return new RolloutOutcome.Stopped(Optional.empty(), e);
        }
    }

    private Rollout rollout(
            Fleet fleet,
            TargetRelease target,
            RolloutOptions options,
            Duration timeout,
            boolean isUndo,
            Consumer<RolloutEvent> events) {
        ReleaseName to = target.release().name();
        WaitClock clock = clocks.get();
        Consumer<String> notices = notice -> events.accept(new RolloutEvent.Notice(notice));
        return new Rollout(
                new RolloutPlan(fleet, to, options, new Gate(options.gate(timeout))),
                isUndo,
                new RolloutReader(cloud, fleet, to, options.healthyTag(), timeout, clock),
                new RolloutWrites(cloud, fleet, to, options.allowDraft(), new CarefulWrites(clock, notices)),
                new RolloutDeltas(cloud, clocks, fleet, target, options.preparation(), events),
                new DeviceJudge(to.id(), options.healthyTag().map(key -> to.commit()), timeout),
                new RepinWatch(cloud, fleet, to.id(), clock),
                clock,
                events);
    }

    /** Devices that poll rarely must get more time than an hour. */
    private Duration deviceTimeout(Fleet fleet, RolloutOptions options, Deadline deadline) throws InterruptedException {
        Duration poll = cloud.longestPollInterval(fleet, deadline);
        Duration least = poll.multipliedBy(3).dividedBy(2).plus(MARGIN);
        Duration wanted = options.deviceTimeout().orElse(GateOptions.DEFAULT.deviceTimeout());
        if (wanted.compareTo(least) >= 0) {
            return wanted;
        }
        if (options.deviceTimeout().isPresent()) {
            throw new BalenaException.Usage("A device timeout of " + wanted.toSeconds() + " s is too short: devices of "
                    + fleet.slug() + " look for updates every " + poll.toSeconds() + " s only. Allow at least "
                    + least.toSeconds() + " s.");
        }
        return least;
    }

    /**
     * Forecasts {@link #run} without changing anything.
     *
     * @throws BalenaException if the roll-out would refuse, or balena is unavailable
     * @throws InterruptedException if the thread was interrupted
     */
    public RolloutForecast forecast(FleetReference reference, TargetReference to, RolloutOptions options)
            throws InterruptedException {
        Deadline first = options.preparation().deadline();
        Deadline deadline = first.isOver() ? Deadline.after(CarefulWrites.LONGEST_REQUEST) : first;
        Fleet fleet = cloud.fleet(reference, deadline).fleet();
        TargetRelease target = cloud.target(to, reference, deadline);
        Duration timeout = deviceTimeout(fleet, options, deadline);
        ReleaseName name = target.release().name();
        var plan = new RolloutPlan(fleet, name, options, new Gate(options.gate(timeout)));
        var reader = new RolloutReader(cloud, fleet, name, options.healthyTag(), timeout, clocks.get());
        var deltas = new RolloutDeltas(cloud, clocks, fleet, target, options.preparation(), event -> {});
        return new Forecasts(plan, reader, deltas).forecast();
    }
}

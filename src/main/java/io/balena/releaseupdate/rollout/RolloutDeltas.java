package io.balena.releaseupdate.rollout;

import io.balena.releaseupdate.PreparationOptions;
import io.balena.releaseupdate.ReleaseUpdates;
import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.fleet.FleetUpdates;
import io.balena.releaseupdate.fleet.PinOptions;
import io.balena.releaseupdate.fleet.Sources;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.PinOutcome;
import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.Release;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.RolloutEvent;
import io.balena.releaseupdate.model.SourceRelease;
import io.balena.releaseupdate.model.SourceUpdate;
import io.balena.releaseupdate.model.TargetReference;
import io.balena.releaseupdate.model.TargetRelease;
import io.balena.releaseupdate.model.WaitClock;
import io.balena.releaseupdate.rollout.plan.RolloutStep;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Gets the deltas of a roll-out built, and pins its fleet. */
final class RolloutDeltas {

    private final BalenaCloud cloud;
    private final FleetUpdates fleets;
    private final ReleaseUpdates releases;
    private final Fleet fleet;
    private final TargetRelease to;
    private final PreparationOptions options;
    private final Consumer<RolloutEvent> events;

    RolloutDeltas(
            BalenaCloud cloud,
            Supplier<WaitClock> clocks,
            Fleet fleet,
            TargetRelease to,
            PreparationOptions options,
            Consumer<RolloutEvent> events) {
        this.cloud = cloud;
        this.fleets = new FleetUpdates(cloud, clocks);
        this.releases = new ReleaseUpdates(cloud, clocks);
        this.fleet = fleet;
        this.to = to;
        this.options = new PreparationOptions(
                true, options.deadline(), options.longestPollPause(), options.retries(), options.concurrency());
        this.events = events;
    }

    /** The update of the fleet's devices that run the given releases. */
    FleetUpdate describe(Predicate<Long> sources) throws InterruptedException {
        FleetUpdate all = fleets.describe(
                reference(),
                new TargetReference.Given(new ReleaseReference.Id(to.release().id())),
                Sources.ALL,
                Deadline.after(CarefulWrites.LONGEST_REQUEST));
        List<SourceUpdate> some = all.updates().stream()
                .filter(source -> sources.test(source.update().from().id()))
                .toList();
        return new FleetUpdate(
                all.fleet(),
                all.before(),
                all.to(),
                some,
                all.fullDownloads(),
                all.updatedDeviceCount(),
                all.newDeviceCount(),
                all.others(),
                false,
                Optional.empty());
    }

    /**
     * Gets the deltas of a stage built.
     *
     * @throws BalenaException if that fails or takes too long
     */
    void prepare(RolloutStep.Prepare step) throws InterruptedException {
        if (!step.isFleet() && step.sources().isEmpty()) {
            return;
        }
        Set<Long> sources = step.sources();
        prepare(describe(source -> step.isFleet() || sources.contains(source)));
    }

    private Preparation prepare(FleetUpdate update) throws InterruptedException {
        return requireReady(
                fleets.prepare(update, options, event -> events.accept(new RolloutEvent.Preparing(update, event))));
    }

    /** Gets the deltas from the target back to the origin built. */
    void prepareWayBack(ReleaseName origin, FleetTarget target) throws InterruptedException {
        ReleaseUpdate back = wayBack(origin);
        var update = new FleetUpdate(
                fleet,
                target,
                new TargetRelease(back.to(), true, false),
                List.of(new SourceUpdate(back, 0)),
                List.of(),
                0,
                0,
                Optional.empty());
        requireReady(
                releases.prepare(back, options, event -> events.accept(new RolloutEvent.Preparing(update, event))));
    }

    private ReleaseUpdate wayBack(ReleaseName origin) throws InterruptedException {
        Deadline deadline = Deadline.after(CarefulWrites.LONGEST_REQUEST);
        SourceRelease source = cloud.sources(List.of(origin.id()), deadline).get(origin.id());
        if (source instanceof SourceRelease.Usable usable) {
            Release release = usable.release();
            ReleaseUpdate back = ReleaseUpdate.between(to.release(), release, Map.of());
            return back.with(cloud.deltas(back.pairs(), deadline));
        }
        throw new BalenaException.NotFound("There is no way back to release " + origin.label() + ": "
                + (source instanceof SourceRelease.Unusable unusable ? unusable.reason() : "balena does not show it")
                + ". Without --prepare-undo the roll-out begins all the same.");
    }

    private static Preparation requireReady(Preparation end) throws InterruptedException {
        if (end instanceof Preparation.Interrupted) {
            throw new InterruptedException();
        }
        if (end instanceof Preparation.Stopped stopped) {
            throw stopped.reason();
        }
        if (end instanceof Preparation.FailedPermanently) {
            throw new BalenaException.DeltaFailed("Some deltas will not be there however long one waits. Nothing more"
                    + " was pinned. `balena-release-update fleet` shows which; run this again to try them again.");
        }
        if (end instanceof Preparation.TimedOut) {
            throw new BalenaException.TimedOut("Not all deltas were ready in time.");
        }
        return end;
    }

    /**
     * Pins the fleet to the target once all deltas are finished, if it is still pinned as expected; else does nothing.
     *
     * @throws BalenaException if that fails, or no read shows the effect
     */
    void pinFleet(RolloutStep.PinFleet step, Consumer<String> notices) throws InterruptedException {
        FleetUpdate update = describe(source -> true);
        if (update.before().isSameAs(step.expected())) {
            pin(update, prepare(update), new PinOptions(false, true, Optional.of(step.unless())), notices);
        }
    }

    /** Pins the fleet back to its origin, if it is still pinned as expected; else does nothing. */
    void pinBack(RolloutStep.PinFleet step, Consumer<String> notices) throws InterruptedException {
        TargetRelease back = cloud.target(
                new TargetReference.Given(new ReleaseReference.Id(step.release())),
                reference(),
                Deadline.after(CarefulWrites.LONGEST_REQUEST));
        var update = new FleetUpdate(fleet, step.expected(), back, List.of(), List.of(), 0, 0, Optional.empty());
        pin(update, new Preparation.Ready(Map.of()), new PinOptions(true, true, Optional.of(step.unless())), notices);
    }

    private void pin(FleetUpdate update, Preparation end, PinOptions how, Consumer<String> notices)
            throws InterruptedException {
        PinOutcome outcome = fleets.pin(update, end, how, options.deadline(), notices);
        if (outcome instanceof PinOutcome.Interrupted) {
            throw new InterruptedException();
        }
        if (outcome instanceof PinOutcome.Failed failed) {
            throw failed.cause();
        }
        if (outcome instanceof PinOutcome.Refused refused) {
            throw refused.reason();
        }
        // The next read shows whether it is pinned, or was pinned to another release.
    }

    private FleetReference reference() {
        return new FleetReference.Id(fleet.id());
    }
}

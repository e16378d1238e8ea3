package io.balena.releaseupdate.fleet;

import io.balena.releaseupdate.PreparationOptions;
import io.balena.releaseupdate.ReleaseUpdates;
import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.PinOutcome;
import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.ReleaseState;
import io.balena.releaseupdate.model.TargetReference;
import io.balena.releaseupdate.model.WaitClock;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Says what the transition of a whole fleet to one release is made of and what its devices will download, has the deltas
 * built that they will request, and pins the fleet. Pinning is all that is ever written to balena. A bean to be injected,
 * as {@link ReleaseUpdates} is.
 */
@Singleton
public final class FleetUpdates {

    /**
     * For how long writes may be sent at least, however late it is: a time limit is about waiting for deltas, and the few
     * requests that are left once these are ready are not to be lost to it. Enough to repeat one whose answer was lost.
     */
    private static final Duration TIME_TO_PIN = Duration.ofSeconds(90);

    private final BalenaCloud cloud;
    private final ReleaseUpdates updates;
    private final Supplier<WaitClock> clocks;

    /** @param cloud where the fleet is */
    @Inject
    public FleetUpdates(BalenaCloud cloud) {
        this(cloud, WaitClock::system);
    }

    /**
     * Waits by other clocks, as tests do.
     *
     * @param clocks makes one for each wait
     */
    public FleetUpdates(BalenaCloud cloud, Supplier<WaitClock> clocks) {
        this(cloud, new ReleaseUpdates(cloud, clocks), clocks);
    }

    FleetUpdates(BalenaCloud cloud, ReleaseUpdates updates, Supplier<WaitClock> clocks) {
        this.cloud = cloud;
        this.updates = updates;
        this.clocks = clocks;
    }

    /**
     * Describes the update from every release that the fleet's devices run. The number of requests grows with releases
     * and images, slowly, and not with devices: six for 25 releases of three services. Devices whose release can't be
     * updated from are counted as downloading in full, with the reason.
     *
     * @param fleet which one
     * @param to the release that it will run; one of its own
     * @param sources which devices count
     * @param deadline when to give up
     * @throws BalenaException if the fleet or the target release can't be described
     * @throws InterruptedException if the thread was interrupted
     */
    public FleetUpdate describe(FleetReference fleet, TargetReference to, Sources sources, Deadline deadline)
            throws InterruptedException {
        return FleetDescription.of(cloud, fleet, to, sources, deadline);
    }

    /**
     * Has the deltas built that are missing, went silent or failed, each once whatever number of releases needs it, and
     * waits for them if asked to.
     *
     * @param update as just described
     * @param events is told what happens, on the calling thread
     * @return how it ended; {@link FleetUpdate#with} its states is the update as last known
     */
    public Preparation prepare(FleetUpdate update, PreparationOptions options, Consumer<PreparationEvent> events) {
        return updates.prepare(update.releaseUpdates(), options, events);
    }

    /** The pairs of images whose deltas {@link #prepare} would request. */
    public static List<ImagePair> missingDeltas(FleetUpdate update) {
        return ReleaseUpdates.missingDeltas(update.releaseUpdates());
    }

    /**
     * Refuses a target release that a fleet should not be pinned to, before anything is requested on its behalf.
     *
     * @param allowDraft whether a draft will do
     * @throws BalenaException.NotFound if it is invalidated or a draft
     */
    public static void requirePinnable(FleetUpdate update, boolean allowDraft) {
        PinObjections.toRelease(update, allowDraft).ifPresent(objection -> {
            throw objection;
        });
    }

    /**
     * What speaks against telling devices to run a release; empty if nothing does.
     *
     * @param state the release's state; empty if balena does not show it
     * @param allowDraft whether a draft will do
     */
    public static Optional<BalenaException> objection(
            Fleet fleet, ReleaseName release, Optional<ReleaseState> state, boolean allowDraft) {
        return PinObjections.toRelease(fleet, release, state, allowDraft);
    }

    /** What {@link #pin} would do if all deltas were ready, as far as is known. */
    public static PinOutcome plan(FleetUpdate update, PinOptions options) {
        if (update.before().isPinnedTo(update.to().release().id())) {
            return new PinOutcome.AlreadyPinned();
        }
        return PinObjections.toRelease(update, options.allowDraft())
                .or(() -> PinObjections.toDevices(update, options.anyway()))
                .<PinOutcome>map(PinOutcome.Refused::new)
                .orElseGet(PinOutcome.Planned::new);
    }

    /**
     * Pins the fleet to the target release, if the preparation ended well, all is known of its deltas and devices, the
     * release is fit, and what the fleet runs was not changed since it was described. The last two are looked at right
     * before the request, are conditions of it, and are looked at again afterwards. So a pin never overrides what was
     * there when balena got to the request; a change that balena was still working on at that moment can't be excluded
     * (see {@link BalenaCloud#pin}). Safe to be called again after any ending.
     *
     * <p>Ends in time, also without a good answer: the request is sent until the deadline, or for a minute and a half if
     * that is later, and then looks go on for as long as it may take effect, about a minute. Four minutes beyond the
     * deadline are the most.
     *
     * @param update as described and prepared
     * @param end how the preparation ended
     * @param options what to pin in spite of
     * @param deadline when to give up
     * @param notices is told what goes wrong and is tried again, a sentence each
     */
    public PinOutcome pin(
            FleetUpdate update, Preparation end, PinOptions options, Deadline deadline, Consumer<String> notices) {
        boolean isGoodEnd =
                end instanceof Preparation.Ready || options.anyway() && end instanceof Preparation.FailedPermanently;
        if (!isGoodEnd) {
            return new PinOutcome.Withheld(end.shortfall());
        }
        Optional<BalenaException> objection = PinObjections.toRelease(update, options.allowDraft())
                .or(() -> PinObjections.toDeltas(update, end.states(), options.anyway()))
                .or(() -> PinObjections.toDevices(update, options.anyway()));
        if (objection.isPresent()) {
            return new PinOutcome.Refused(objection.get());
        }
        Duration left = deadline.remaining();
        Duration limit = left.compareTo(TIME_TO_PIN) > 0 ? left : TIME_TO_PIN;
        return new Pinning(cloud, new PinPlan(update, options, limit), notices, clocks.get()).run();
    }
}

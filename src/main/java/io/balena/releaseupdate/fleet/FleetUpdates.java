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
 * Describes the update of a whole fleet to one release and its downloads, gets the deltas built, and pins the fleet.
 * The pin is its only write. A bean for injection, like {@link ReleaseUpdates}.
 */
@Singleton
public final class FleetUpdates {

    /**
     * The minimum time for writes, even past the deadline: the deadline is for the wait for deltas, and must not
     * prevent the pin once they are ready. Long enough to repeat a request without a response.
     */
    private static final Duration TIME_TO_PIN = Duration.ofSeconds(90);

    private final BalenaCloud cloud;
    private final ReleaseUpdates updates;
    private final Supplier<WaitClock> clocks;

    /** @param cloud balena, where the fleet is */
    @Inject
    public FleetUpdates(BalenaCloud cloud) {
        this(cloud, WaitClock::system);
    }

    /**
     * With other clocks, for tests.
     *
     * @param clocks creates one for each wait
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
     * Describes the update from every release that the fleet's devices run. The number of requests grows slowly with
     * releases and images, and not with devices: six for 25 releases of three services. Devices whose release can't be
     * a source count as full downloads, with the reason.
     *
     * @param fleet the fleet
     * @param to the target release, which must be the fleet's
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
     * Requests the deltas that are missing, stalled or failed, each once however many releases need it, and waits for
     * them if requested.
     *
     * @param update as just described
     * @param events receives the events, on the calling thread
     * @return how it ended; pass its states to {@link FleetUpdate#with} for the last known update
     */
    public Preparation prepare(FleetUpdate update, PreparationOptions options, Consumer<PreparationEvent> events) {
        return updates.prepare(update.releaseUpdates(), options, events);
    }

    /** The pairs of images whose deltas {@link #prepare} would request. */
    public static List<ImagePair> missingDeltas(FleetUpdate update) {
        return ReleaseUpdates.missingDeltas(update.releaseUpdates());
    }

    /**
     * Rejects a target release that can't be pinned, before any delta is requested for it.
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
     * The objection to deploying a release to devices; empty if there is none.
     *
     * @param state the release's state; empty if balena does not show it
     * @param allowDraft whether a draft will do
     */
    public static Optional<BalenaException> objection(
            Fleet fleet, ReleaseName release, Optional<ReleaseState> state, boolean allowDraft) {
        return PinObjections.toRelease(fleet, release, state, allowDraft);
    }

    /** The expected result of {@link #pin} if all deltas were ready. */
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
     * Pins the fleet to the target release, if the preparation succeeded, its deltas and devices are all known, the
     * release can be pinned, and the fleet's target has not changed since the description. The last two are read right
     * before the request, are its conditions, and are read again afterwards. So a pin never overrides a change that was
     * complete when balena executed the request; only a change still in progress then can't be excluded (see
     * {@link BalenaCloud#pin}). Safe to call again after any ending.
     *
     * <p>Ends in time even without a conclusive response: the request is sent until the deadline, or for at least a
     * minute and a half; reads then continue for as long as it may take effect, about a minute. It ends at most four
     * minutes past the deadline.
     *
     * @param update as described and prepared
     * @param end how the preparation ended
     * @param options the objections to ignore
     * @param deadline when to give up
     * @param notices receives the failures that are retried, a sentence each
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

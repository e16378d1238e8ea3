package io.balena.releaseupdate.fleet;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.PreparationOptions;
import io.balena.releaseupdate.ReleaseUpdates;
import io.balena.releaseupdate.UnsupportedCloud;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.Delta;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.FullDownload;
import io.balena.releaseupdate.model.Image;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.PinOutcome;
import io.balena.releaseupdate.model.PinState;
import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.Release;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.ReleaseState;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.SourceUpdate;
import io.balena.releaseupdate.model.TargetRelease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Refusals of {@link FleetUpdates} before any request, and its plans. */
class FleetUpdatesTest {

    private static final Fleet FLEET = new Fleet(1, "acme/kiosk");
    private static final ImagePair PAIR = new ImagePair(10, 90);
    private static final PinOptions ANYWAY = new PinOptions(false, true);
    private static final DeltaState FAILED = new DeltaState.Failed(1, "no space");
    private static final Map<ImagePair, DeltaState> FINISHED =
            Map.of(PAIR, new DeltaState.Finished(new Delta(1, 3, Optional.empty(), 7)));

    private boolean isFinal = true;
    private boolean isInvalidated;
    private long runs = 1;
    private long unknown;

    @Test
    void plansToPin() {
        assertEquals(new PinOutcome.Planned(), FleetUpdates.plan(update(), PinOptions.STRICT));
    }

    @Test
    void plansNothingIfTheFleetIsPinnedAlready() {
        runs = 9;
        isFinal = false;
        assertEquals(new PinOutcome.AlreadyPinned(), FleetUpdates.plan(update(), PinOptions.STRICT));
    }

    @Test
    void plansWithWhatSpeaksAgainstIt() {
        unknown = 2;
        assertEquals(
                "balena does not show what 2 of 7 devices run: it is not known whether they are ready.",
                refusal(FleetUpdates.plan(update(), PinOptions.STRICT)).problem());
        assertEquals(new PinOutcome.Planned(), FleetUpdates.plan(update(), ANYWAY));
        isFinal = false;
        assertEquals(
                "Release 9 (c9) of acme/kiosk is a draft.",
                refusal(FleetUpdates.plan(update(), ANYWAY)).problem());
    }

    @Test
    void refusesDraftsAndInvalidatedReleases() {
        assertDoesNotThrow(() -> FleetUpdates.requirePinnable(update(), false));
        isFinal = false;
        assertThrows(BalenaException.NotFound.class, () -> FleetUpdates.requirePinnable(update(), false));
        assertDoesNotThrow(() -> FleetUpdates.requirePinnable(update(), true));
        isInvalidated = true;
        var failure = assertThrows(BalenaException.NotFound.class, () -> FleetUpdates.requirePinnable(update(), true));
        assertEquals(
                "Release 9 (c9) of acme/kiosk is invalidated: no fleet should run it. Choose another, or validate it with"
                        + " `balena release validate`.",
                failure.getMessage());
    }

    @Test
    void knowsTheDeltasThatAreMissing() {
        assertEquals(List.of(PAIR), FleetUpdates.missingDeltas(update()));
        assertEquals(List.of(), FleetUpdates.missingDeltas(update().with(FINISHED)));
    }

    @Test
    void pinsOnceAllIsReady() {
        assertEquals(new PinOutcome.AlreadyPinned(), pin(new Preparation.Ready(FINISHED), PinOptions.STRICT));
        assertEquals(new PinOutcome.AlreadyPinned(), pin(new Preparation.FailedPermanently(failed()), ANYWAY));
    }

    @Test
    void pinsNothingIfThePreparationDidNotEndWell() {
        assertWithheld("a delta failed permanently", new Preparation.FailedPermanently(failed()), PinOptions.STRICT);
        assertWithheld("not everything was ready in time", new Preparation.TimedOut(failed()), ANYWAY);
        assertWithheld("interrupted before everything was ready", new Preparation.Interrupted(failed()), ANYWAY);
        assertWithheld("not waited for", new Preparation.Requested(failed()), ANYWAY);
        assertWithheld(
                "balena did not let the preparation go on",
                new Preparation.Stopped(failed(), new BalenaException.NotLoggedIn("no")),
                ANYWAY);
    }

    @Test
    void neverPinsWithoutTheResultOfEachDelta() {
        String unknownResult =
                "balena has not shown the result of 1 delta. Run it again: it joins what is being built.";
        assertEquals(
                unknownResult,
                refusal(pin(new Preparation.Ready(Map.of()), ANYWAY)).getMessage());
        assertEquals(
                unknownResult,
                refusal(pin(new Preparation.FailedPermanently(Map.of(PAIR, new DeltaState.Building(1))), ANYWAY))
                        .getMessage());
        assertEquals(
                unknownResult,
                refusal(pin(new Preparation.Ready(failed()), PinOptions.STRICT)).getMessage());
        assertEquals(
                new PinOutcome.AlreadyPinned(),
                pin(new Preparation.FailedPermanently(Map.of(PAIR, new DeltaState.Refused("no"))), ANYWAY));
    }

    @Test
    void neverPinsToAnUnfitReleaseOrWhileDevicesAreUnknown() {
        unknown = 1;
        assertInstanceOf(
                BalenaException.NotReady.class, refusal(pin(new Preparation.Ready(FINISHED), PinOptions.STRICT)));
        assertEquals(new PinOutcome.AlreadyPinned(), pin(new Preparation.Ready(FINISHED), ANYWAY));
        isInvalidated = true;
        assertInstanceOf(BalenaException.NotFound.class, refusal(pin(new Preparation.Ready(FINISHED), ANYWAY)));
    }

    @Test
    void writesMayBeSentForAMinuteAndAHalfAtLeast() {
        assertEquals(Duration.ofSeconds(90), timeToPin(Duration.ZERO));
        assertEquals(Duration.ofSeconds(90), timeToPin(Duration.ofSeconds(80)));
        assertEquals(Duration.ofMinutes(4), timeToPin(Duration.ofMinutes(4)));
    }

    /** How long it waits during an outage. */
    private Duration timeToPin(Duration timeout) {
        var cloud = new UnsupportedCloud() {
            @Override
            public PinState pinState(Fleet fleet, long release, Deadline deadline) {
                throw new BalenaException.Unavailable("down", null);
            }
        };
        List<Duration> pauses = new ArrayList<>();
        FleetUpdates updates = HastyFleetUpdates.of(cloud, new ReleaseUpdates(cloud), pauses::add);
        Deadline deadline = Deadline.after(timeout, () -> 0);
        PinOutcome outcome =
                updates.pin(update(), new Preparation.Ready(FINISHED), PinOptions.STRICT, deadline, notice -> {});
        assertInstanceOf(PinOutcome.Failed.class, outcome);
        return pauses.stream().reduce(Duration.ZERO, Duration::plus);
    }

    @Test
    void preparesTheDeltasOfAllUpdates() {
        var ready = new Preparation.Ready(FINISHED);
        FleetUpdate update = update().with(FINISHED);
        var options = PreparationOptions.waiting(Deadline.never());
        assertEquals(ready, new FleetUpdates(new UnsupportedCloud() {}).prepare(update, options, event -> {}));
    }

    @Test
    void saysWhatSpeaksAgainstARelease() {
        var draft = Optional.of(new ReleaseState(ReleaseState.SUCCESS, false, false));
        var name = new ReleaseName(9, "c9");
        assertTrue(FleetUpdates.objection(FLEET, name, draft, false).isPresent());
        assertEquals(Optional.empty(), FleetUpdates.objection(FLEET, name, draft, true));
    }

    private void assertWithheld(String reason, Preparation end, PinOptions options) {
        assertEquals(new PinOutcome.Withheld(reason), pin(end, options));
    }

    /** A fleet that another user pinned to the release meanwhile: the read before the write shows that. */
    private PinOutcome pin(Preparation end, PinOptions options) {
        var cloud = new UnsupportedCloud() {
            @Override
            public PinState pinState(Fleet fleet, long release, Deadline deadline) {
                return new PinState(running(9), Optional.of(new ReleaseState(ReleaseState.SUCCESS, true, false)));
            }
        };
        return new FleetUpdates(cloud).pin(update(), end, options, Deadline.never(), notice -> {});
    }

    private static BalenaException refusal(PinOutcome outcome) {
        return assertInstanceOf(PinOutcome.Refused.class, outcome).reason();
    }

    private static Map<ImagePair, DeltaState> failed() {
        return Map.of(PAIR, FAILED);
    }

    private FleetUpdate update() {
        List<FullDownload> hidden =
                unknown == 0 ? List.of() : List.of(FullDownload.unknown(Optional.empty(), unknown, 1000, "not shown"));
        return new FleetUpdate(
                FLEET,
                running(runs),
                new TargetRelease(release(9), isFinal, isInvalidated),
                List.of(new SourceUpdate(ReleaseUpdate.between(release(1), release(9), Map.of()), 5)),
                hidden,
                0,
                0,
                Optional.empty());
    }

    private static FleetTarget running(long release) {
        return new FleetTarget(Optional.of(new ReleaseName(release, "c" + release)), false);
    }

    private static Release release(long id) {
        return new Release(
                id,
                "c" + id,
                FLEET,
                Map.of("main", new Image(id * 10, "registry/" + id, Optional.of("sha256:" + id), 1_000)));
    }
}

package io.balena.releaseupdate.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Refusals of {@link FleetUpdates#pin} before any request. */
class PinGuaranteesTest {

    private static final Fleet FLEET = new Fleet(1, "acme/kiosk");
    private static final ImagePair PAIR = new ImagePair(11, 12);
    private static final DeltaState FINISHED = new DeltaState.Finished(new Delta(1, 3, Optional.empty(), 5));
    private static final DeltaState FAILED = new DeltaState.Failed(1, "no space left");
    private static final PinOptions DRAFT_TOO = new PinOptions(true, false);
    private static final PinOptions ANYWAY = new PinOptions(false, true);

    /** Shows the fleet as already pinned, so anything not refused succeeds. */
    private static final class PinnedFleet extends UnsupportedCloud {
        @Override
        public PinState pinState(Fleet fleet, long release, Deadline deadline) {
            return new PinState(
                    new FleetTarget(Optional.of(new ReleaseName(20, "c20")), false),
                    Optional.of(new ReleaseState(ReleaseState.SUCCESS, true, false)));
        }
    }

    private boolean isFinal = true;
    private boolean isInvalidated;
    private List<FullDownload> fullDownloads = List.of();

    @Test
    void letsPassWhatIsReady() {
        assertEquals(new PinOutcome.AlreadyPinned(), pin(ready(FINISHED), PinOptions.STRICT));
    }

    @Test
    void refusesADraftUnlessItIsAllowed() {
        isFinal = false;
        assertRefused(BalenaException.NotFound.class, "is a draft", pin(ready(FINISHED), PinOptions.STRICT));
        assertRefused(BalenaException.NotFound.class, "is a draft", pin(ready(FINISHED), ANYWAY));
        assertEquals(new PinOutcome.AlreadyPinned(), pin(ready(FINISHED), DRAFT_TOO));
    }

    @Test
    void refusesAnInvalidatedReleaseWhateverIsAllowed() {
        isInvalidated = true;
        for (PinOptions options : List.of(PinOptions.STRICT, ANYWAY, DRAFT_TOO)) {
            assertRefused(BalenaException.NotFound.class, "is invalidated", pin(ready(FINISHED), options));
        }
    }

    @Test
    void refusesAFleetWhoseDevicesBalenaDoesNotShow() {
        fullDownloads = List.of(FullDownload.unknown(Optional.empty(), 500, 1000, "not shown"));
        assertRefused(
                BalenaException.NotReady.class, "what 500 of 503 devices run", pin(ready(FINISHED), PinOptions.STRICT));
        assertEquals(new PinOutcome.AlreadyPinned(), pin(ready(FINISHED), ANYWAY));
    }

    @Test
    void believesNoEndThatItsDeltasDoNotBearOut() {
        for (DeltaState state : List.of(new DeltaState.Missing(), new DeltaState.Building(7), FAILED)) {
            assertRefused(
                    BalenaException.NotReady.class, "the result of 1 delta", pin(ready(state), PinOptions.STRICT));
        }
        assertRefused(
                BalenaException.NotReady.class,
                "the result of 1 delta",
                pin(new Preparation.Ready(Map.of()), PinOptions.STRICT));
    }

    @Test
    void acceptsFailuresAnywayAndNeverIgnorance() {
        Preparation failed = new Preparation.FailedPermanently(Map.of(PAIR, FAILED));
        assertInstanceOf(PinOutcome.Withheld.class, pin(failed, PinOptions.STRICT));
        assertEquals(new PinOutcome.AlreadyPinned(), pin(failed, ANYWAY));
        for (DeltaState state : List.of(new DeltaState.Missing(), new DeltaState.Building(7))) {
            Preparation unknown = new Preparation.FailedPermanently(Map.of(PAIR, state));
            assertRefused(BalenaException.NotReady.class, "the result of 1 delta", pin(unknown, ANYWAY));
        }
        for (Preparation end : List.of(
                new Preparation.TimedOut(Map.of(PAIR, FAILED)),
                new Preparation.Interrupted(Map.of(PAIR, FAILED)),
                new Preparation.Requested(Map.of(PAIR, FAILED)))) {
            assertInstanceOf(PinOutcome.Withheld.class, pin(end, ANYWAY));
        }
    }

    private static Preparation ready(DeltaState state) {
        return new Preparation.Ready(Map.of(PAIR, state));
    }

    private static void assertRefused(Class<? extends BalenaException> reason, String words, PinOutcome outcome) {
        var refused = assertInstanceOf(PinOutcome.Refused.class, outcome);
        assertInstanceOf(reason, refused.reason());
        assertTrue(refused.reason().getMessage().contains(words), refused.reason()::getMessage);
    }

    private PinOutcome pin(Preparation end, PinOptions options) {
        ReleaseUpdate update = ReleaseUpdate.between(release(10, 11), release(20, 12), end.states());
        var before = new FleetTarget(Optional.of(new ReleaseName(10, "c10")), false);
        var to = new TargetRelease(release(20, 12), isFinal, isInvalidated);
        var fleet = new FleetUpdate(
                FLEET, before, to, List.of(new SourceUpdate(update, 3)), fullDownloads, 0, 0, Optional.empty());
        return new FleetUpdates(new PinnedFleet()).pin(fleet, end, options, Deadline.never(), notice -> {});
    }

    private static Release release(long id, long image) {
        return new Release(
                id, "c" + id, FLEET, Map.of("main", new Image(image, "registry/" + image, Optional.empty(), 1000)));
    }
}

package io.balena.releaseupdate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.Delta;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.Image;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.Release;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.ReleaseUpdate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReleaseUpdatesTest {

    private static final ReleaseReference FROM = new ReleaseReference.Id(1);
    private static final ReleaseReference TO = new ReleaseReference.Id(2);
    private static final ImagePair PAIR = new ImagePair(10, 20);
    private static final DeltaState FINISHED = new DeltaState.Finished(new Delta(1, 3, Optional.empty(), 7));

    private final ReleaseUpdates updates = new ReleaseUpdates(new Balena(), SimulatedTime::new);

    @Test
    void describesTheUpdateWithItsDeltas() throws InterruptedException {
        ReleaseUpdate update = updates.describe(FROM, TO, Deadline.never());
        assertEquals(1, update.from().id());
        assertEquals(2, update.to().id());
        assertEquals(FINISHED, update.services().get(0).deltaState());
    }

    @Test
    void aDeltaThatSeveralUpdatesNeedIsMissingOnce() {
        assertEquals(List.of(PAIR), ReleaseUpdates.missingDeltas(undescribed()));
        assertEquals(List.of(PAIR), ReleaseUpdates.missingDeltas(List.of(undescribed(), undescribed())));
        assertEquals(List.of(), ReleaseUpdates.missingDeltas(undescribed().with(Map.of(PAIR, FINISHED))));
    }

    @Test
    void preparesWhatIsMissing() {
        var options = PreparationOptions.waiting(Deadline.never());
        var building = Map.<ImagePair, DeltaState>of(PAIR, new DeltaState.Building(1));
        var ready = new Preparation.Ready(Map.of(PAIR, FINISHED));
        assertEquals(ready, updates.prepare(undescribed().with(building), options, event -> {}));
        assertEquals(ready, updates.prepare(List.of(undescribed().with(building)), options, event -> {}));
    }

    @Test
    void theUsualOptionsAreThoseOfTheCommandLine() {
        Deadline deadline = Deadline.after(Duration.ofHours(1));
        PreparationOptions waiting = PreparationOptions.waiting(deadline);
        assertTrue(waiting.untilBuilt());
        assertEquals(new PreparationOptions(true, deadline, Duration.ofSeconds(20), 2, 10), waiting);
        assertFalse(PreparationOptions.requesting(deadline).untilBuilt());
        assertEquals(
                new PreparationOptions(false, deadline, Duration.ofSeconds(20), 2, 10),
                PreparationOptions.requesting(deadline));
    }

    private static ReleaseUpdate undescribed() {
        return ReleaseUpdate.between(release(1), release(2), Map.of());
    }

    private static Release release(long id) {
        Image image = new Image(id * 10, "registry/" + id, Optional.of("sha256:" + id), 1_000);
        return new Release(id, "c" + id, new Fleet(1, "acme/kiosk"), Map.of("main", image));
    }

    private static final class Balena extends UnsupportedCloud {

        @Override
        public Map<ReleaseReference, Release> releases(
                Collection<ReleaseReference> references, Optional<FleetReference> fleet, Deadline deadline) {
            assertEquals(List.of(FROM, TO), List.copyOf(references));
            return Map.of(FROM, release(1), TO, release(2));
        }

        @Override
        public Map<ImagePair, DeltaState> deltas(Collection<ImagePair> pairs, Deadline deadline) {
            assertEquals(List.of(PAIR), List.copyOf(pairs));
            return Map.of(PAIR, FINISHED);
        }
    }
}

package io.balena.releaseupdate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReleaseUpdateTest {

    private static final Fleet FLEET = new Fleet(1, "acme/kiosk");

    @Test
    void tellsAddedUpdatedUnchangedAndRemovedServices() {
        Release from = release(10, Map.of("main", image(1, "a"), "db", image(2, "b"), "old", image(3, "c")));
        Release to = release(20, Map.of("main", image(11, "x"), "db", image(12, "b"), "new", image(13, "z")));

        ReleaseUpdate update = ReleaseUpdate.between(from, to, Map.of());

        assertEquals(
                List.of(ServiceUpdate.Change.UNCHANGED, ServiceUpdate.Change.UPDATED, ServiceUpdate.Change.ADDED),
                update.services().stream().map(ServiceUpdate::change).toList());
        assertEquals(List.of(new RemovedService("old", image(3, "c"))), update.removed());
        assertEquals(Set.of(new ImagePair(1, 11)), update.pairs());
    }

    @Test
    void imagesWithoutAHashAreNeverTheSame() {
        Image before = new Image(1, "l1", Optional.empty(), 5);
        Image after = new Image(2, "l2", Optional.empty(), 5);
        ReleaseUpdate update = ReleaseUpdate.between(
                release(10, Map.of("main", before)), release(20, Map.of("main", after)), Map.of());
        assertEquals(ServiceUpdate.Change.UPDATED, update.services().get(0).change());
    }

    @Test
    void needsNothingBetweenAReleaseAndItself() {
        Release release = release(10, Map.of("main", image(1, "a")));
        ReleaseUpdate update = ReleaseUpdate.between(release, release, Map.of());
        assertEquals(UpdateStatus.READY, update.overallStatus());
        assertEquals(OptionalLong.of(0), update.estimatedPayloadSize());
    }

    @Test
    void isReadyWithoutServices() {
        ReleaseUpdate update = ReleaseUpdate.between(release(10, Map.of()), release(20, Map.of()), Map.of());
        assertEquals(UpdateStatus.READY, update.overallStatus());
        assertEquals(OptionalLong.of(0), update.estimatedPayloadSize());
    }

    @Test
    void isAsFarAsTheWorstService() {
        Release from =
                release(10, Map.of("a", image(1, "1"), "b", image(2, "2"), "c", image(3, "3"), "d", image(4, "4")));
        Release to =
                release(20, Map.of("a", image(5, "5"), "b", image(6, "6"), "c", image(7, "7"), "d", image(8, "8")));
        var finished = Map.entry(new ImagePair(1, 5), (DeltaState) new DeltaState.Finished(delta(10)));
        var building = Map.entry(new ImagePair(2, 6), (DeltaState) new DeltaState.Building(1));
        var failed = Map.entry(new ImagePair(3, 7), (DeltaState) new DeltaState.Failed(9, "broken"));

        assertEquals(
                UpdateStatus.FAILED,
                ReleaseUpdate.between(from, to, Map.ofEntries(finished, building, failed))
                        .overallStatus());
        assertEquals(
                UpdateStatus.PENDING,
                ReleaseUpdate.between(from, to, Map.ofEntries(finished, building))
                        .overallStatus());
    }

    @Test
    void countsDeltasAndFullImages() {
        Release from = release(10, Map.of("main", image(1, "a"), "db", image(2, "b")));
        Release to = release(20, Map.of("main", image(11, "x"), "db", image(12, "b"), "new", image(13, "z")));
        ReleaseUpdate pending = ReleaseUpdate.between(from, to, Map.of());
        assertEquals(OptionalLong.empty(), pending.estimatedPayloadSize());
        assertEquals(2000, pending.largestPayloadSize());
        assertEquals(2000, pending.fullPayloadSize(), "an unchanged image is not downloaded");

        ReleaseUpdate ready = pending.with(Map.of(new ImagePair(1, 11), new DeltaState.Finished(delta(7))));
        assertEquals(OptionalLong.of(1007), ready.estimatedPayloadSize());
    }

    @Test
    void sizesBeyond64BitsDoNotOverflow() {
        Image huge = new Image(1, "l", Optional.of("a"), Long.MAX_VALUE);
        Image other = new Image(2, "l", Optional.of("b"), Long.MAX_VALUE);
        ReleaseUpdate update =
                ReleaseUpdate.between(release(10, Map.of()), release(20, Map.of("a", huge, "b", other)), Map.of());
        assertEquals(Long.MAX_VALUE, update.largestPayloadSize());
    }

    @Test
    void refusesReleasesOfDifferentFleets() {
        Release from = release(10, Map.of());
        Release to = new Release(20, "bbbbbb", new Fleet(2, "acme/other"), Map.of());
        var refused = assertThrows(BalenaException.NotFound.class, () -> ReleaseUpdate.between(from, to, Map.of()));
        assertTrue(refused.getMessage().contains("acme/other"));
    }

    private static Release release(long id, Map<String, Image> images) {
        return new Release(id, "aaaaaa", FLEET, images);
    }

    private static Image image(long id, String hash) {
        return new Image(id, "registry/" + id, Optional.of("sha256:" + hash), 1000);
    }

    private static Delta delta(long size) {
        return new Delta(99, 3, Optional.of("registry/x:delta"), size);
    }
}

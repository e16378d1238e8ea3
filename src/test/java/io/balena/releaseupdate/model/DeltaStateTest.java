package io.balena.releaseupdate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeltaStateTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void isMissingWithoutBuilds() {
        assertEquals(new DeltaState.Missing(), DeltaState.of(List.of(), NOW));
    }

    @Test
    void takesTheNewestOfSeveralFinishedDeltasWhateverTheirOrder() {
        List<DeltaBuild> builds = new ArrayList<>(List.of(
                build(1, "success", Duration.ZERO),
                build(7, "success", Duration.ZERO),
                build(8, "failed", Duration.ZERO),
                build(9, "running", Duration.ZERO),
                build(3, "success", Duration.ZERO)));
        for (int seed = 0; seed < 10; seed++) {
            Collections.shuffle(builds, new Random(seed));
            var finished = assertInstanceOf(DeltaState.Finished.class, DeltaState.of(builds, NOW));
            assertEquals(7, finished.delta().id());
        }
    }

    @ParameterizedTest
    @CsvSource({"0,true", "179,true", "180,false", "86400,false", "-86400,true"})
    void isBuildingWhileTheBuilderGivesSignsOfLife(long secondsAgo, boolean building) {
        DeltaState state = DeltaState.of(List.of(build(5, "running", Duration.ofSeconds(secondsAgo))), NOW);
        assertEquals(building, state instanceof DeltaState.Building);
        assertEquals(!building, state instanceof DeltaState.Failed);
    }

    @Test
    void isBuildingWhereTheBuilderSaysNoTime() {
        var build = new DeltaBuild(
                new ImagePair(1, 2), 5, "running", 3, Optional.empty(), 0, Optional.empty(), Optional.empty());
        assertEquals(new DeltaState.Building(5), DeltaState.of(List.of(build), NOW));
    }

    @Test
    void isBuildingAgainAfterAFailure() {
        assertEquals(
                new DeltaState.Building(6),
                DeltaState.of(List.of(build(6, "running", Duration.ZERO), build(5, "failed", Duration.ZERO)), NOW));
    }

    @Test
    void failsWithTheMessageOfTheNewestBuild() {
        var older = new DeltaBuild(
                new ImagePair(1, 2), 5, "failed", 3, Optional.empty(), 0, Optional.of("old"), Optional.empty());
        var newer = new DeltaBuild(
                new ImagePair(1, 2), 6, "cancelled", 3, Optional.empty(), 0, Optional.of("no space"), Optional.empty());
        assertEquals(new DeltaState.Failed(6, "no space"), DeltaState.of(List.of(older, newer), NOW));
    }

    @Test
    void saysTheStatusWhereBalenaGivesNoMessage() {
        DeltaState state = DeltaState.of(List.of(build(5, "timeout", Duration.ZERO)), NOW);
        assertEquals(new DeltaState.Failed(5, "the build ended with status 'timeout'"), state);
    }

    @Test
    void aBlankMessageIsNone() {
        var build = new DeltaBuild(
                new ImagePair(1, 2), 5, "failed", 3, Optional.empty(), 0, Optional.of(" "), Optional.empty());
        assertEquals(
                new DeltaState.Failed(5, "the build ended with status 'failed'"), DeltaState.of(List.of(build), NOW));
    }

    @Test
    void saysSinceWhenABuildIsSilent() {
        assertEquals(
                new DeltaState.Failed(5, "the build stopped: it gave no sign of life since 2026-11-23T11:00:00Z"),
                DeltaState.of(List.of(build(5, "running", Duration.ofHours(1))), NOW));
    }

    private static DeltaBuild build(long id, String status, Duration ago) {
        return new DeltaBuild(
                new ImagePair(1, 2),
                id,
                status,
                3,
                Optional.of("registry/x:delta"),
                100,
                Optional.empty(),
                Optional.of(NOW.minus(ago)));
    }
}

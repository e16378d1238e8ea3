package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.balena.releaseupdate.model.DeltaBuild;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.ImagePair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SilentBuildsTest {

    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    private long now;
    private final SilentBuilds builds = new SilentBuilds(() -> now);

    @Test
    void withoutBalenasTimeNoAgeIsJudgedByOurClock() {
        assertInstanceOf(DeltaState.Building.class, state(LONG_AGO, Optional.empty()));
    }

    @Test
    void balenasTimeDecidesWhereItIsKnown() {
        assertInstanceOf(DeltaState.Failed.class, state(LONG_AGO, Optional.of(LONG_AGO.plusSeconds(180))));
        assertInstanceOf(DeltaState.Building.class, state(LONG_AGO, Optional.of(LONG_AGO.plusSeconds(179))));
    }

    @Test
    void aBuildThatIsSeenUnchangedForThreeMinutesIsSilent() {
        state(LONG_AGO, Optional.empty());
        pass(Duration.ofSeconds(179));
        assertInstanceOf(DeltaState.Building.class, state(LONG_AGO, Optional.empty()));
        pass(Duration.ofSeconds(1));
        assertInstanceOf(DeltaState.Failed.class, state(LONG_AGO, Optional.empty()));
    }

    @Test
    void aSignOfLifeStartsTheTimeAnew() {
        state(LONG_AGO, Optional.empty());
        pass(Duration.ofSeconds(170));
        state(LONG_AGO.plusSeconds(1), Optional.empty());
        pass(Duration.ofSeconds(170));
        assertInstanceOf(DeltaState.Building.class, state(LONG_AGO.plusSeconds(1), Optional.empty()));
    }

    @Test
    void aBuildThatNeverGaveASignIsNotTakenForSilent() {
        assertInstanceOf(DeltaState.Building.class, state(Optional.empty(), Optional.empty()));
        pass(Duration.ofDays(1));
        assertInstanceOf(DeltaState.Building.class, state(Optional.empty(), Optional.empty()));
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private DeltaState state(Instant updated, Optional<Instant> time) {
        return state(Optional.of(updated), time);
    }

    private DeltaState state(Optional<Instant> updated, Optional<Instant> time) {
        var build =
                new DeltaBuild(new ImagePair(1, 2), 5, "running", 3, Optional.empty(), 0, Optional.empty(), updated);
        return builds.state(List.of(build), time);
    }
}

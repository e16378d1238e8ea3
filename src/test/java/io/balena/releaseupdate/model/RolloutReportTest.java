package io.balena.releaseupdate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.balena.releaseupdate.model.RolloutStage.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutReportTest {

    private static final RolloutStage PASSED = stage("1%", State.PASSED);
    private static final RolloutStage SKIPPED = stage("2%", State.SKIPPED);
    private static final RolloutStage SOAKING = stage("10%", State.SOAKING);
    private static final RolloutStage PLANNED = stage(RolloutStage.FLEET, State.PLANNED);

    @Test
    void theCurrentStageIsTheLastThatBegan() {
        assertEquals(
                Optional.of(SOAKING), report(PASSED, SKIPPED, SOAKING, PLANNED).current());
    }

    @Test
    void aSkippedStageIsNeverTheCurrentOne() {
        assertEquals(Optional.of(PASSED), report(PASSED, SKIPPED, PLANNED).current());
    }

    @Test
    void beforeTheFirstStageThereIsNoCurrentOne() {
        assertEquals(Optional.empty(), report(PLANNED, PLANNED).current());
    }

    @Test
    void anotherWordOnWhatComesNextChangesNothingElse() {
        RolloutReport report = report(PASSED, PLANNED);
        RolloutReport other = report.withNext("run it again");
        assertEquals("run it again", other.next());
        assertEquals(report, other.withNext(report.next()));
    }

    @Test
    void aStageCountsItsDevicesByState() {
        RolloutStage stage = new RolloutStage(
                "10%",
                State.UPDATING,
                Optional.of(100L),
                Map.of(
                        RolloutDeviceState.UPDATED, 50L,
                        RolloutDeviceState.REJECTED, 1L,
                        RolloutDeviceState.LOST, 2L,
                        RolloutDeviceState.OVERDUE, 4L),
                Optional.empty());
        assertEquals(50, stage.in(RolloutDeviceState.UPDATED));
        assertEquals(0, stage.in(RolloutDeviceState.WAITING));
        assertEquals(1 + 2 + 4, stage.failed());
    }

    /** Programs read them, so they must never change. */
    @Test
    void statesAreNamedInLowerCase() {
        assertEquals("inconclusive", State.INCONCLUSIVE.label());
        assertEquals("downloading", RolloutDeviceState.DOWNLOADING.label());
    }

    private static RolloutStage stage(String name, State state) {
        return new RolloutStage(name, state, Optional.empty(), Map.of(), Optional.empty());
    }

    private static RolloutReport report(RolloutStage... stages) {
        ReleaseName origin = new ReleaseName(1, "c1");
        return new RolloutReport(
                new Fleet(7, "acme/kiosk"),
                origin,
                new ReleaseName(2, "c2"),
                1,
                new FleetTarget(Optional.of(origin), false),
                List.of(stages),
                90,
                10,
                3,
                "stage 10% begins");
    }
}

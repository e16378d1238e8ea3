package io.balena.releaseupdate.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.PinOutcome;
import io.balena.releaseupdate.model.PinState;
import io.balena.releaseupdate.model.Release;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.ReleaseState;
import io.balena.releaseupdate.model.TargetRelease;
import io.balena.releaseupdate.model.WriteResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PinPlanTest {

    private static final Fleet FLEET = new Fleet(1, "acme/kiosk");
    private static final FleetTarget BEFORE = new FleetTarget(Optional.of(new ReleaseName(10, "c10")), false);
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final WriteHistory LOST =
            WriteHistory.NONE.responded(new WriteResult.Unknown("lost", Optional.empty()), Duration.ZERO);

    private final PinPlan plan = new PinPlan(
            new FleetUpdate(
                    FLEET,
                    BEFORE,
                    new TargetRelease(new Release(20, "c20", FLEET, Map.of()), true, false),
                    List.of(),
                    List.of(),
                    0,
                    0,
                    Optional.empty()),
            PinOptions.STRICT,
            LIMIT);

    @Test
    void aReleaseThatIsNotShownIsGoneAfterThreeReads() {
        PinState hidden = new PinState(BEFORE, Optional.empty());
        assertInstanceOf(PinStep.Read.class, plan.afterRead(looks(WriteHistory.NONE, 2), hidden, Duration.ZERO));
        assertInstanceOf(
                PinOutcome.Refused.class, outcome(plan.afterRead(looks(WriteHistory.NONE, 3), hidden, Duration.ZERO)));
    }

    @Test
    void aReleaseThatIsShownAsUnfitIsSoAtOnce() {
        PinState unfit = new PinState(BEFORE, Optional.of(new ReleaseState(ReleaseState.SUCCESS, true, true)));
        assertInstanceOf(
                PinOutcome.Refused.class, outcome(plan.afterRead(looks(WriteHistory.NONE, 1), unfit, Duration.ZERO)));
    }

    @Test
    void aWriteIsRepeatedAfterThreeReadsUpToTheLimit() {
        assertInstanceOf(PinStep.Read.class, plan.afterRead(looks(LOST, 2), unchanged(), LIMIT));
        assertEquals(new PinStep.Write(), plan.afterRead(looks(LOST, 3), unchanged(), LIMIT));
        assertInstanceOf(
                PinOutcome.Failed.class, outcome(plan.afterRead(looks(LOST, 3), unchanged(), LIMIT.plusNanos(1))));
    }

    @Test
    void aReadAfterTheLimitAllowsNoFirstWrite() {
        var failed = assertInstanceOf(
                PinOutcome.Failed.class,
                outcome(plan.afterRead(looks(WriteHistory.NONE, 1), unchanged(), LIMIT.plusNanos(1))));
        assertEquals(
                "The time to pin was over before balena showed what the fleet runs. Run it again.",
                failed.cause().getMessage());
    }

    @Test
    void aServerIsLeftAloneAsLongAsItAsksForFiveMinutesAtMost() {
        assertEquals(new PinStep.Read(Duration.ofSeconds(20)), afterFailedRead(LIMIT, Duration.ofSeconds(20)));
        assertEquals(
                new PinStep.Read(Duration.ofMinutes(5)), afterFailedRead(Duration.ofHours(1), Duration.ofMinutes(20)));
    }

    private PinStep afterFailedRead(Duration limit, Duration retryAfter) {
        return new PinPlan(plan.update(), plan.options(), limit)
                .afterFailedRead(
                        WriteHistory.NONE.readFailed(),
                        new BalenaException.Unavailable("HTTP 429", null, false, retryAfter),
                        Duration.ZERO);
    }

    private static WriteHistory looks(WriteHistory history, int count) {
        WriteHistory looked = history;
        for (int i = 0; i < count; i++) {
            looked = looked.readSucceeded(Optional.empty());
        }
        return looked;
    }

    private static PinState unchanged() {
        return new PinState(BEFORE, Optional.of(new ReleaseState(ReleaseState.SUCCESS, true, false)));
    }

    private static PinOutcome outcome(PinStep step) {
        return assertInstanceOf(PinStep.End.class, step).outcome();
    }
}

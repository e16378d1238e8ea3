package io.balena.releaseupdate.rollout.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final StageView.Control WELL = new StageView.Control(0, 900);

    private long updated;
    private long rejected;
    private long overdue;
    private long lost;
    private long pending;
    private long silent;
    private StageView.Control control = WELL;
    private Duration age = Duration.ofMinutes(30);
    private Optional<Duration> judgedFor = Optional.of(Duration.ofMinutes(10));
    private GateOptions options = GateOptions.DEFAULT;

    @Test
    void passesIfAllDevicesAreWellAfterTheSoak() {
        updated = 10;

        assertInstanceOf(Verdict.Passed.class, verdict());
    }

    @Test
    void waitsForTheSoak() {
        updated = 10;
        judgedFor = Optional.of(Duration.ofSeconds(599));

        assertInstanceOf(Verdict.Undecided.class, verdict());
    }

    @Test
    void halfOfTheStageIsEnoughIfTheOthersWereAwayFromTheBeginning() {
        updated = 5;
        silent = 5;

        assertInstanceOf(Verdict.Passed.class, verdict());
    }

    @Test
    void lessThanHalfIsNotEnough() {
        updated = 4;
        silent = 5;
        judgedFor = Optional.empty();

        assertInstanceOf(Verdict.Undecided.class, verdict());
        age = Duration.ofMinutes(72);
        assertEquals(new Verdict.Inconclusive("only 4 of its 9 devices showed how they are"), verdict());
    }

    @Test
    void doesNotPassWhileDevicesOnTheirWayCouldStillTurnTheVerdict() {
        updated = 90;
        pending = 10;
        assertInstanceOf(Verdict.Undecided.class, verdict());

        updated = 95;
        pending = 5;
        assertInstanceOf(Verdict.Passed.class, verdict());
    }

    @Test
    void failsIfMoreFailThanMayAndThanChanceExplains() {
        updated = 80;
        rejected = 12;
        overdue = 8;

        assertEquals(new Verdict.Failed("20 of 100 judged devices failed (12 rejected, 8 overdue, 0 lost)"), verdict());
    }

    @Test
    void failsBeforeTheSoakIsOver() {
        updated = 80;
        rejected = 20;
        judgedFor = Optional.of(Duration.ZERO);

        assertInstanceOf(Verdict.Failed.class, verdict());
    }

    @Test
    void earlyFailuresDecideNothingWhileMostDevicesAreOnTheirWay() {
        rejected = 2;
        pending = 98;
        judgedFor = Optional.empty();

        assertInstanceOf(Verdict.Undecided.class, verdict());
    }

    @Test
    void theOnlyDeviceOfAStageIsNoProof() {
        rejected = 1;
        age = Duration.ofMinutes(72);

        assertEquals(
                new Verdict.Inconclusive(
                        "1 of 1 judged devices failed (1 rejected, 0 overdue, 0 lost): more than may fail, and too few to rule out chance"),
                verdict());
    }

    @Test
    void twoOfTwoAreAProof() {
        rejected = 2;

        assertInstanceOf(Verdict.Failed.class, verdict());
    }

    @Test
    void minFailedHoldsBackTheVerdict() {
        rejected = 2;
        options = new GateOptions(options.soak(), options.deviceTimeout(), 3, options.maxFailed());

        assertInstanceOf(Verdict.Undecided.class, verdict());
    }

    @Test
    void ifNoneMayFailOneIsEnough() {
        updated = 9;
        rejected = 1;
        options = new GateOptions(options.soak(), options.deviceTimeout(), 1, BigDecimal.ZERO);

        assertInstanceOf(Verdict.Failed.class, verdict());
    }

    @Test
    void ifAllMayFailNothingFails() {
        rejected = 10;
        options = new GateOptions(options.soak(), options.deviceTimeout(), 2, BigDecimal.valueOf(100));

        assertInstanceOf(Verdict.Passed.class, verdict());
    }

    @Test
    void lossesThatDevicesLeftAloneDoNotShareAreTheReleases() {
        updated = 80;
        lost = 20;

        assertInstanceOf(Verdict.Failed.class, verdict());
    }

    @Test
    void lossesThatDevicesLeftAloneShareMayBeAnOutage() {
        updated = 80;
        lost = 20;
        control = new StageView.Control(180, 720);

        assertInstanceOf(Verdict.Undecided.class, verdict());
        age = Duration.ofMinutes(72);
        assertEquals(
                new Verdict.Inconclusive(
                        "20 of 100 judged devices failed (0 rejected, 0 overdue, 20 lost), and devices that were left alone"
                                + " were lost as well, or there are too few to compare: it may be an outage"),
                verdict());
    }

    @Test
    void withNobodyToCompareWithLossesProveNothing() {
        updated = 2;
        lost = 18;
        control = new StageView.Control(0, 0);
        age = Duration.ofMinutes(72);

        assertInstanceOf(Verdict.Inconclusive.class, verdict());
    }

    @Test
    void anOutageDoesNotHideOtherFailures() {
        updated = 60;
        rejected = 20;
        lost = 20;
        control = new StageView.Control(180, 720);

        assertInstanceOf(Verdict.Failed.class, verdict());
    }

    @Test
    void aStageWithoutDevicesProvesNothing() {
        age = Duration.ZERO;
        judgedFor = Optional.empty();

        assertEquals(new Verdict.Inconclusive("no device that balena heard from recently belongs to it"), verdict());
    }

    private Verdict verdict() {
        return new Gate(options)
                .judge(new StageView(updated, rejected, overdue, lost, pending, silent, control, age, judgedFor));
    }
}

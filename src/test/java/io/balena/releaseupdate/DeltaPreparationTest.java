package io.balena.releaseupdate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.SimulatedCloud.Plan;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeltaAnswer;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.PreparationEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DeltaPreparationTest {

    private static final ImagePair MAIN = new ImagePair(1, 11);
    private static final ImagePair DB = new ImagePair(2, 12);
    private static final Duration DAY = Duration.ofHours(24);

    private final SimulatedTime time = new SimulatedTime();
    private final SimulatedCloud cloud = new SimulatedCloud(time);
    private final List<PreparationEvent> events = new ArrayList<>();

    @Test
    void isReadyAtOnceWhereNothingIsMissing() {
        cloud.state(MAIN, SimulatedCloud.finished(5));
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN));
        assertEquals(List.of(), cloud.asked);
        assertEquals(List.of(), cloud.polls);
    }

    @Test
    void isReadySoonAfterTheLastBuild() {
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofSeconds(3)));
        cloud.plan(DB, new Plan.Succeeds(Duration.ofSeconds(3)));
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN, DB));
        assertEquals(List.of(MAIN, DB), cloud.asked);
        assertTrue(time.elapsed().compareTo(Duration.ofSeconds(5)) < 0, "ready after " + time.elapsed());
    }

    @Test
    void joinsBuildsThatAreUnderWay() {
        cloud.state(MAIN, new DeltaState.Building());
        time.after(Duration.ofMinutes(2), () -> cloud.state(MAIN, SimulatedCloud.finished(5)));
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN));
        assertEquals(List.of(), cloud.asked);
    }

    @Test
    void asksAgainForADeltaThatFailsTwice() {
        cloud.plan(MAIN, fails(), fails(), new Plan.Succeeds(Duration.ofSeconds(3)));
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN));
        assertEquals(List.of(MAIN, MAIN, MAIN), cloud.asked);
    }

    @Test
    void givesUpOnADeltaThatAlwaysFails() {
        cloud.plan(MAIN, fails(), fails(), fails(), fails());
        cloud.plan(DB, new Plan.Succeeds(Duration.ofMinutes(1)));
        var end = assertInstanceOf(Preparation.FailedForGood.class, await(DAY, MAIN, DB));
        assertEquals(3, cloud.asked.stream().filter(MAIN::equals).count());
        assertInstanceOf(DeltaState.Failed.class, end.states().get(MAIN));
        assertInstanceOf(DeltaState.Finished.class, end.states().get(DB), "the other one is waited for");
        assertTrue(time.elapsed().compareTo(Duration.ofMinutes(2)) < 0, "well before the timeout");
    }

    @Test
    void asksForDeltasWhoseBuildFailedBefore() {
        cloud.state(MAIN, new DeltaState.Failed(7, "yesterday"));
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofSeconds(3)));
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN));
        assertEquals(List.of(MAIN), cloud.asked);
    }

    @Test
    void asksAgainForABuildThatWentSilent() {
        cloud.plan(MAIN, new Plan.GoesSilent(), new Plan.Succeeds(Duration.ofSeconds(3)));
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN));
        assertEquals(List.of(MAIN, MAIN), cloud.asked);
    }

    @Test
    void asksAgainForADeltaThatTheServerForgot() {
        cloud.plan(MAIN, new Plan.IsForgotten(), new Plan.Succeeds(Duration.ofSeconds(3)));
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN));
        assertEquals(List.of(MAIN, MAIN), cloud.asked);
    }

    @Test
    void neverAsksAgainWhereTheServerRefuses() {
        cloud.plan(MAIN, new Plan.Answers(new DeltaAnswer.Refused("HTTP 404")));
        var end = assertInstanceOf(Preparation.FailedForGood.class, await(DAY, MAIN));
        assertEquals(List.of(MAIN), cloud.asked);
        var refused = assertInstanceOf(DeltaState.Refused.class, end.states().get(MAIN));
        assertTrue(refused.reason().contains("full image"), refused.reason());
    }

    @Test
    void aRefusedDeltaThatSomebodyElseGetsIsReady() {
        cloud.plan(MAIN, new Plan.Answers(new DeltaAnswer.Refused("HTTP 404")));
        cloud.plan(DB, new Plan.Succeeds(Duration.ofMinutes(1)));
        time.after(Duration.ofSeconds(20), () -> cloud.state(MAIN, SimulatedCloud.finished(5)));
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN, DB));
    }

    @Test
    void requestsThatDoNotGetThroughAreMadeAgainAndDoNotCount() {
        cloud.plan(MAIN, breaks(), breaks(), breaks(), breaks(), breaks(), new Plan.Succeeds(Duration.ofSeconds(3)));
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN));
        assertEquals(6, cloud.asked.size());
        assertEquals(
                5,
                events.stream()
                        .filter(PreparationEvent.Trouble.class::isInstance)
                        .count());
    }

    @Test
    void survivesPollsThatFail() {
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofSeconds(30)));
        cloud.failNextPolls(unavailable(), unavailable(), unavailable());
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN));
        assertEquals(List.of(MAIN), cloud.asked);
    }

    @Test
    void survivesAFewRefusedPolls() {
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofSeconds(30)));
        refuseNextPolls(9);
        cloud.failNextPolls(unavailable(), refused());
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN));
    }

    @Test
    void endsWherePollsAreRefusedAgainAndAgain() {
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofHours(1)));
        refuseNextPolls(10);
        var end = assertInstanceOf(Preparation.Refused.class, await(DAY, MAIN));
        assertEquals("HTTP 404", end.reason().getMessage());
        assertEquals(10, cloud.polls.size());
        assertTrue(time.elapsed().compareTo(Duration.ofSeconds(30)) > 0, "after " + time.elapsed());
    }

    @Test
    void leavesAServerAloneForAsLongAsItAsks() {
        cloud.plan(MAIN, new Plan.Breaks(busy()), new Plan.Succeeds(Duration.ofSeconds(3)));
        cloud.failNextPolls(busy());
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN));
        assertTrue(pauses().get(1).compareTo(Duration.ofMinutes(2)) >= 0, "polled after " + pauses());
        assertEquals(2, cloud.asked.size());
    }

    @Test
    void leavesAServerAloneAlsoWhenADeltaIsReady() {
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofSeconds(3)));
        cloud.failNextPolls(busy());
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN));
        assertTrue(pauses().get(1).compareTo(Duration.ofMinutes(2)) >= 0, "polled after " + pauses());
    }

    @Test
    void looksOnceMoreBeforeTheDeadline() {
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofSeconds(3)));
        cloud.failNextPolls(busy());
        assertInstanceOf(Preparation.Ready.class, await(Duration.ofMinutes(1), MAIN));
        assertTrue(time.elapsed().compareTo(Duration.ofSeconds(55)) > 0, "after " + time.elapsed());
    }

    @Test
    void leavesNoServerAloneForHours() {
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofSeconds(3)));
        cloud.failNextPolls(new BalenaException.Unavailable("HTTP 503", null, false, Duration.ofDays(1)));
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN));
        assertTrue(pauses().get(1).compareTo(Duration.ofMinutes(6)) < 0, "polled after " + pauses());
    }

    @Test
    void asksNoSoonerThanAServerWantsIt() {
        cloud.plan(MAIN, new Plan.Breaks(busy()), new Plan.Succeeds(Duration.ofSeconds(3)));
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN));
        assertTrue(time.elapsed().compareTo(Duration.ofSeconds(123)) >= 0, "after " + time.elapsed());
    }

    @Test
    void anUnexpectedFailureEndsItWithWhatIsKnown() {
        cloud.plan(MAIN, new Plan.Breaks(new IllegalArgumentException("a bug")));
        cloud.state(DB, SimulatedCloud.finished(5));
        var end = assertInstanceOf(Preparation.Refused.class, await(DAY, MAIN, DB));
        assertEquals(SimulatedCloud.finished(5), end.states().get(DB));
        assertTrue(end.reason().getMessage().contains("a bug"), end.reason().getMessage());
    }

    @Test
    void endsWhereTheTokenIsNotAcceptedAnyMore() {
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofHours(1)));
        cloud.failNextPolls(new BalenaException.NotLoggedIn("expired"));
        var end = assertInstanceOf(Preparation.Refused.class, await(DAY, MAIN));
        assertInstanceOf(BalenaException.NotLoggedIn.class, end.reason());
        assertEquals(Map.of(MAIN, new DeltaState.Missing()), end.states());
    }

    @Test
    void endsWhereTheDeltaServerDoesNotAcceptTheToken() {
        cloud.plan(MAIN, new Plan.Breaks(new BalenaException.NotLoggedIn("expired")));
        assertInstanceOf(Preparation.Refused.class, await(DAY, MAIN));
    }

    @Test
    void timesOutOnTheSecondWithTheLastKnownStates() {
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofHours(1)));
        var end = assertInstanceOf(Preparation.TimedOut.class, await(Duration.ofSeconds(50), MAIN));
        assertEquals(Duration.ofSeconds(50), time.elapsed());
        assertEquals(Map.of(MAIN, new DeltaState.Building()), end.states());
    }

    @Test
    void aTimeoutOfZeroAsksForNothing() {
        assertInstanceOf(Preparation.TimedOut.class, await(Duration.ZERO, MAIN));
        assertEquals(List.of(), cloud.asked);
    }

    @Test
    void isInterrupted() {
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofHours(1)));
        time.interruptAfter(Duration.ofSeconds(10));
        var end = assertInstanceOf(Preparation.Interrupted.class, await(DAY, MAIN));
        assertEquals(Duration.ofSeconds(10), time.elapsed());
        assertEquals(Map.of(MAIN, new DeltaState.Building()), end.states());
    }

    @Test
    void pollsFromOneSecondOnEverMoreSeldom() {
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofHours(1)));
        await(Duration.ofMinutes(10), MAIN);
        List<Duration> pauses = pauses();
        assertTrue(pauses.get(0).compareTo(Duration.ofSeconds(1)) <= 0, "first after " + pauses.get(0));
        assertTrue(pauses.stream().allMatch(pause -> pause.compareTo(Duration.ofSeconds(20)) <= 0));
        Duration last = pauses.get(pauses.size() - 1);
        assertTrue(last.compareTo(Duration.ofSeconds(18)) >= 0, "last after " + last);
    }

    @Test
    void tenThousandPollsAndADayTakeNoTime() {
        cloud.plan(MAIN, new Plan.GoesSilent(), new Plan.Succeeds(DAY.multipliedBy(2)));
        var options = new PreparationOptions(true, Deadline.after(DAY, time::nanoTime), Duration.ofSeconds(8), 2, 10);
        assertInstanceOf(Preparation.TimedOut.class, prepare(options, MAIN));
        assertEquals(DAY, time.elapsed());
        assertTrue(cloud.polls.size() >= 10_000, cloud.polls.size() + " polls");
        assertEquals(List.of(MAIN, MAIN), cloud.asked);
    }

    @Test
    void holdsNoMoreRequestsThanAllowedAndGivesPlacesBack() {
        ImagePair[] pairs = LongStream.range(0, 40)
                .mapToObj(i -> new ImagePair(100 + i, 200 + i))
                .toArray(ImagePair[]::new);
        for (ImagePair pair : pairs) {
            cloud.plan(pair, new Plan.Succeeds(Duration.ofSeconds(50)));
        }
        assertInstanceOf(Preparation.Ready.class, await(DAY, pairs));
        assertEquals(40, cloud.asked.size());
        assertEquals(10, cloud.mostOpen);
        assertTrue(time.elapsed().compareTo(Duration.ofSeconds(90)) < 0, "builds overlapped: " + time.elapsed());
    }

    @Test
    void withoutWaitingItEndsWhenEveryRequestWasTaken() {
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofHours(1)));
        var end = assertInstanceOf(Preparation.Requested.class, request(MAIN, DB));
        assertEquals(new DeltaState.Building(), end.states().get(MAIN), "the state after");
        assertTrue(time.elapsed().compareTo(Duration.ofSeconds(2)) < 0, "after " + time.elapsed());
    }

    @Test
    void withoutWaitingARefusalIsAFailure() {
        cloud.plan(MAIN, new Plan.Answers(new DeltaAnswer.Refused("HTTP 400")));
        cloud.plan(DB, new Plan.Succeeds(Duration.ofHours(1)));
        assertInstanceOf(Preparation.FailedForGood.class, request(MAIN, DB));
        assertEquals(List.of(MAIN, DB), cloud.asked, "the others go on");
    }

    @Test
    void withoutWaitingARequestThatDoesNotGetThroughIsAFailure() {
        cloud.plan(MAIN, breaks());
        var end = assertInstanceOf(Preparation.Refused.class, request(MAIN));
        assertInstanceOf(BalenaException.Unavailable.class, end.reason());
    }

    @Test
    void withoutWaitingNothingIsAskedTwice() {
        cloud.plan(MAIN, new Plan.Fails(Duration.ofMillis(500)), new Plan.Succeeds(Duration.ofSeconds(1)));
        assertInstanceOf(Preparation.Requested.class, request(MAIN));
        assertEquals(List.of(MAIN), cloud.asked);
    }

    @Test
    void reportsEveryChangeOnce() {
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofMinutes(10)));
        await(DAY, MAIN);
        List<PreparationEvent> changes = events.stream()
                .filter(event -> !(event instanceof PreparationEvent.Polled))
                .toList();
        assertEquals(
                List.of(
                        new PreparationEvent.Asked(MAIN, 1),
                        new PreparationEvent.Changed(MAIN, new DeltaState.Missing(), new DeltaState.Building()),
                        new PreparationEvent.Changed(MAIN, new DeltaState.Building(), SimulatedCloud.finished(100))),
                changes);
    }

    private Preparation await(Duration timeout, ImagePair... pairs) {
        return prepare(
                new PreparationOptions(true, Deadline.after(timeout, time::nanoTime), Duration.ofSeconds(20), 2, 10),
                pairs);
    }

    private Preparation request(ImagePair... pairs) {
        return prepare(new PreparationOptions(false, Deadline.never(), Duration.ofSeconds(20), 2, 10), pairs);
    }

    private Preparation prepare(PreparationOptions options, ImagePair... pairs) {
        return new DeltaPreparation(cloud, options, time, new Random(1), events::add).run(cloud.known(List.of(pairs)));
    }

    private List<Duration> pauses() {
        List<Duration> pauses = new ArrayList<>();
        Duration before = Duration.ZERO;
        for (Duration poll : cloud.polls) {
            pauses.add(poll.minus(before));
            before = poll;
        }
        return pauses;
    }

    private void refuseNextPolls(int count) {
        for (int i = 0; i < count; i++) {
            cloud.failNextPolls(refused());
        }
    }

    private static Plan fails() {
        return new Plan.Fails(Duration.ofSeconds(3));
    }

    private static Plan breaks() {
        return new Plan.Breaks(unavailable());
    }

    private static BalenaException.Unavailable refused() {
        return new BalenaException.Unavailable("HTTP 404", null, true, Duration.ZERO);
    }

    private static BalenaException.Unavailable busy() {
        return new BalenaException.Unavailable("HTTP 429", null, false, Duration.ofMinutes(2));
    }

    private static BalenaException.Unavailable unavailable() {
        return new BalenaException.Unavailable("HTTP 503", null);
    }
}

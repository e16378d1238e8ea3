package io.balena.releaseupdate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.SimulatedCloud.Plan;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeltaResponse;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.PreparationEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
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
        assertEquals(0, cloud.tokenChecks, "nothing disappeared");
    }

    @Test
    void joinsBuildsThatAreUnderWay() {
        cloud.state(MAIN, new DeltaState.Building(100));
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
        var end = assertInstanceOf(Preparation.FailedPermanently.class, await(DAY, MAIN, DB));
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
    void givesUpWhereTheServerKeepsRefusingForHalfAMinute() {
        cloud.planForEver(MAIN, refuses(404));
        var end = assertInstanceOf(Preparation.FailedPermanently.class, await(DAY, MAIN));
        assertTrue(cloud.asked.size() >= 3, cloud.asked.size() + " requests");
        assertTrue(time.elapsed().compareTo(Duration.ofSeconds(30)) >= 0, "after " + time.elapsed());
        assertTrue(time.elapsed().compareTo(Duration.ofSeconds(50)) < 0, "after " + time.elapsed());
        var refused = assertInstanceOf(DeltaState.Refused.class, end.states().get(MAIN));
        assertTrue(refused.reason().contains("full image"), refused.reason());
        String repeated = "The delta server refused a delta (HTTP 404). Requesting it again.";
        assertEquals(cloud.asked.size() - 1, count(new PreparationEvent.Trouble(repeated)), "not of the final one");
    }

    @Test
    void oneOddRefusalDecidesNothing() {
        cloud.plan(MAIN, refuses(404), new Plan.Succeeds(Duration.ofSeconds(3)));
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN));
        assertEquals(List.of(MAIN, MAIN), cloud.asked);
    }

    @Test
    void refusalsOfAllKindsDecideNothing() {
        cloud.plan(
                MAIN, refuses(404), refuses(403), refuses(404), refuses(403), new Plan.Succeeds(Duration.ofSeconds(3)));
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN));
    }

    @Test
    void aRefusedDeltaThatSomebodyElseGetsIsReady() {
        cloud.planForEver(MAIN, refuses(404));
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
    void aRequestThatTimesOutIsMadeAgain() {
        cloud.plan(
                MAIN,
                new Plan.Breaks(new BalenaException.TimedOut("too slow")),
                new Plan.Succeeds(Duration.ofSeconds(3)));
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN));
        assertEquals(List.of(MAIN, MAIN), cloud.asked);
    }

    @Test
    void survivesPollsThatFail() {
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofSeconds(30)));
        cloud.failNextPolls(unavailable(), unavailable(), unavailable());
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN));
        assertEquals(List.of(MAIN), cloud.asked);
        assertEquals(3, count(new PreparationEvent.Trouble("HTTP 503")));
        assertEquals(cloud.polls.size() - 3, count(new PreparationEvent.Polled()));
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
        var end = assertInstanceOf(Preparation.Stopped.class, await(DAY, MAIN));
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
    void pollsOnceMoreBeforeTheDeadline() {
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
        var end = assertInstanceOf(Preparation.Stopped.class, await(DAY, MAIN, DB));
        assertEquals(SimulatedCloud.finished(5), end.states().get(DB));
        assertTrue(end.reason().getMessage().contains("a bug"), end.reason().getMessage());
    }

    @Test
    void endsWhereTheTokenIsNotAcceptedAnyMore() {
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofHours(1)));
        cloud.failNextPolls(new BalenaException.NotLoggedIn("expired"));
        var end = assertInstanceOf(Preparation.Stopped.class, await(DAY, MAIN));
        assertInstanceOf(BalenaException.NotLoggedIn.class, end.reason());
        assertEquals(Map.of(MAIN, new DeltaState.Missing()), end.states());
    }

    @Test
    void endsWhereTheDeltaServerDoesNotAcceptTheToken() {
        cloud.plan(MAIN, new Plan.Breaks(new BalenaException.NotLoggedIn("expired")));
        assertInstanceOf(Preparation.Stopped.class, await(DAY, MAIN));
    }

    @Test
    void timesOutOnTheSecondWithTheLastKnownStates() {
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofHours(1)));
        var end = assertInstanceOf(Preparation.TimedOut.class, await(Duration.ofSeconds(50), MAIN));
        assertEquals(Duration.ofSeconds(50), time.elapsed());
        assertEquals(Map.of(MAIN, new DeltaState.Building(100)), end.states());
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
        assertEquals(Map.of(MAIN, new DeltaState.Building(100)), end.states());
    }

    @Test
    void pollsFromOneSecondOnEverMoreSeldom() {
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofHours(1)));
        await(Duration.ofMinutes(10), MAIN);
        List<Duration> pauses = pauses();
        assertTrue(pauses.get(0).compareTo(Duration.ofSeconds(1)) <= 0, "first after " + pauses.get(0));
        assertTrue(pauses.stream().allMatch(pause -> pause.compareTo(Duration.ofSeconds(20)) <= 0));
        // The poll shortly before the deadline follows.
        Duration last = pauses.get(pauses.size() - 2);
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
        assertEquals(new DeltaState.Building(100), end.states().get(MAIN), "the state after");
        assertTrue(time.elapsed().compareTo(Duration.ofSeconds(2)) < 0, "after " + time.elapsed());
    }

    @Test
    void withoutWaitingARefusalIsAFailure() {
        cloud.planForEver(MAIN, refuses(400));
        cloud.plan(DB, new Plan.Succeeds(Duration.ofHours(1)));
        assertInstanceOf(Preparation.FailedPermanently.class, request(MAIN, DB));
        assertTrue(cloud.asked.contains(DB), "the others go on");
    }

    @Test
    void withoutWaitingARequestThatDoesNotGetThroughIsAFailure() {
        cloud.plan(MAIN, breaks());
        var end = assertInstanceOf(Preparation.Stopped.class, request(MAIN));
        assertInstanceOf(BalenaException.Unavailable.class, end.reason());
        assertEquals(Duration.ofSeconds(5), time.elapsed(), "it looks as soon as the last request failed");
    }

    @Test
    void withoutWaitingItPollsAgainAsSoonAsAPollEndsThatBeganBeforeTheLastResponse() {
        cloud.plan(MAIN, breaks());
        cloud.answerPollsAfter(Duration.ofSeconds(2));
        assertInstanceOf(Preparation.Stopped.class, request(MAIN));
        Duration before = cloud.polls.get(cloud.polls.size() - 2);
        assertTrue(before.compareTo(Duration.ofSeconds(5)) < 0, "a poll was under way: " + cloud.polls);
        assertEquals(before.plusSeconds(4), time.elapsed());
    }

    @Test
    void withoutWaitingThreePollsThatFailAreEnough() {
        cloud.plan(MAIN, breaks());
        cloud.outage(Duration.ZERO, Duration.ofHours(1));
        assertInstanceOf(Preparation.Stopped.class, request(MAIN));
        long afterTheAnswer = cloud.polls.stream()
                .filter(poll -> poll.compareTo(Duration.ofSeconds(5)) >= 0)
                .count();
        assertEquals(3, afterTheAnswer);
    }

    @Test
    void withoutWaitingThreeOddAnswersAreEnough() {
        cloud.planForEver(MAIN, new Plan.Breaks(refused()));
        assertInstanceOf(Preparation.Stopped.class, request(MAIN));
        assertEquals(3, cloud.asked.size());
    }

    @Test
    void withoutWaitingTwentyFailuresInARowAreEnough() {
        ImagePair[] pairs = pairs(40);
        for (ImagePair pair : pairs) {
            cloud.plan(pair, breaks());
        }
        var oneAtATime = new PreparationOptions(false, Deadline.never(), Duration.ofSeconds(20), 2, 1);
        assertInstanceOf(Preparation.Stopped.class, prepare(oneAtATime, pairs));
        assertEquals(20, cloud.asked.size());
    }

    @Test
    void withoutWaitingNothingIsRequestedTwice() {
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
                        new PreparationEvent.Requested(MAIN, 1),
                        new PreparationEvent.Changed(MAIN, new DeltaState.Missing(), new DeltaState.Building(100)),
                        new PreparationEvent.Changed(MAIN, new DeltaState.Building(100), SimulatedCloud.finished(100))),
                changes);
    }

    @Test
    void anOutageLongerThanTheSettlingTimeDecidesNothing() {
        cloud.plan(MAIN, showsLater(90), showsLater(90), showsLater(90));
        cloud.outage(Duration.ZERO, Duration.ofSeconds(100));
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN));
    }

    @Test
    void anOldFailureSaysNothingInAnOutage() {
        cloud.state(MAIN, new DeltaState.Failed(7, "yesterday"));
        cloud.plan(MAIN, showsLater(320), showsLater(320), showsLater(320));
        cloud.outage(Duration.ofSeconds(5), Duration.ofSeconds(330));
        assertInstanceOf(Preparation.Ready.class, await(Duration.ofHours(1), MAIN));
    }

    @Test
    void nothingFailsBeforeAPollAfterTheLastRequest() {
        cloud.plan(MAIN, showsLater(100), showsLater(100));
        var options = new PreparationOptions(
                true, Deadline.after(Duration.ofHours(1), time::nanoTime), Duration.ofSeconds(60), 1, 10);
        assertInstanceOf(Preparation.Ready.class, prepare(options, MAIN));
    }

    @Test
    void aStoppedProcessDecidesNothing() {
        cloud.plan(MAIN, showsLater(70));
        time.stopAfter(Duration.ofSeconds(2), Duration.ofSeconds(60));
        var options = new PreparationOptions(
                true, Deadline.after(Duration.ofHours(1), time::nanoTime), Duration.ofSeconds(20), 0, 10);
        assertInstanceOf(Preparation.Ready.class, prepare(options, MAIN));
    }

    @Test
    void aDeltaThatIsThereMayShowTwoMinutesLater() {
        cloud.plan(MAIN, isThereAfter(120), isThereAfter(120), isThereAfter(120), isThereAfter(120));
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN));
    }

    @Test
    void aDeltaThatIsThereMayShowItsOldFailureForTwoMinutes() {
        cloud.state(MAIN, new DeltaState.Failed(7, "yesterday"));
        cloud.plan(MAIN, isThereAfter(120), isThereAfter(120), isThereAfter(120));
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN));
    }

    @Test
    void aDeltaThatNeverShowsIsWaitedForAndRequestedEverMoreSeldom() {
        assertInstanceOf(Preparation.TimedOut.class, await(Duration.ofHours(1), MAIN));
        assertEquals(Duration.ofHours(1), time.elapsed());
        assertTrue(cloud.asked.size() > 10 && cloud.asked.size() < 20, cloud.asked.size() + " requests");
        assertTrue(
                events.stream()
                        .anyMatch(event -> event instanceof PreparationEvent.Trouble trouble
                                && trouble.message().contains("does not show")),
                "it is said");
    }

    @Test
    void aReplicaThatLagsDecidesNothing() {
        cloud.state(MAIN, new DeltaState.Failed(7, "yesterday"));
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofMinutes(10)), showsLater(600), showsLater(600));
        for (int second = 40; second < 580; second += 60) {
            time.after(Duration.ofSeconds(second), () -> cloud.state(MAIN, new DeltaState.Failed(7, "yesterday")));
            time.after(Duration.ofSeconds(second + 25), () -> cloud.state(MAIN, new DeltaState.Building(100)));
        }
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN));
    }

    @Test
    void aRevokedTokenIsFoundOutWhereNothingShowsAnyMore() {
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofHours(2)));
        cloud.revokeTokenAfter(Duration.ofSeconds(10));
        var end = assertInstanceOf(Preparation.Stopped.class, await(DAY, MAIN));
        assertInstanceOf(BalenaException.NotLoggedIn.class, end.reason());
        assertEquals(cloud.polls.get(cloud.polls.size() - 1), time.elapsed(), "by the first poll that shows nothing");
        assertEquals(1, cloud.tokenChecks);
    }

    @Test
    void aRevokedTokenIsFoundOutWhereNothingEverShowed() {
        cloud.revokeTokenAfter(Duration.ofMillis(1));
        var options = new PreparationOptions(
                true, Deadline.after(Duration.ofHours(1), time::nanoTime), Duration.ofSeconds(20), 0, 10);
        var end = assertInstanceOf(Preparation.Stopped.class, prepare(options, MAIN));
        assertInstanceOf(BalenaException.NotLoggedIn.class, end.reason());
    }

    @Test
    void pollsOnceMoreShortlyBeforeTheDeadline() {
        cloud.plan(MAIN, new Plan.Answers(new DeltaResponse.BeingBuilt()));
        time.after(Duration.ofSeconds(28), () -> cloud.state(MAIN, SimulatedCloud.finished(5)));
        assertInstanceOf(Preparation.Ready.class, await(Duration.ofSeconds(30), MAIN));
    }

    @Test
    void pollsOnceMoreWhereItSleptBeyondTheDeadline() {
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofSeconds(50)));
        time.stopAfter(Duration.ofSeconds(10), Duration.ofSeconds(120));
        assertInstanceOf(Preparation.Ready.class, await(Duration.ofSeconds(30), MAIN));
    }

    @Test
    void pollsOnceMoreWhereItSleptBeyondTheDeadlineWhileItPolled() {
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofSeconds(20)));
        cloud.answerPollsAfter(Duration.ofMillis(400));
        time.stopAfter(Duration.ofMillis(1_100), Duration.ofSeconds(40));
        assertInstanceOf(Preparation.Ready.class, await(Duration.ofSeconds(30), MAIN));
    }

    @Test
    void aPollThatHungWhileItSleptBeyondTheDeadlineSaysNothing() {
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofSeconds(50)));
        cloud.hang(Duration.ZERO, Duration.ofSeconds(5));
        time.stopAfter(Duration.ofSeconds(10), Duration.ofSeconds(120));
        assertInstanceOf(Preparation.Ready.class, await(Duration.ofSeconds(30), MAIN));
    }

    @Test
    void whatIsStillOpenIsClosedInTheEnd() {
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofHours(1)));
        cloud.hang(Duration.ZERO, Duration.ofHours(2));
        assertInstanceOf(Preparation.TimedOut.class, await(Duration.ofSeconds(40), MAIN));
        assertEquals(0, cloud.open, "requests");
        assertTrue(cloud.pollEnds.stream().allMatch(CompletableFuture::isDone), "polls");
    }

    @Test
    void wherePollsTakeTimeTheLastOneBeginsInTime() {
        cloud.plan(MAIN, new Plan.Answers(new DeltaResponse.BeingBuilt()));
        cloud.answerPollsAfter(Duration.ofSeconds(10));
        time.after(Duration.ofMinutes(59).plusSeconds(39), () -> cloud.state(MAIN, SimulatedCloud.finished(5)));
        var options = new PreparationOptions(
                true, Deadline.after(Duration.ofHours(1), time::nanoTime), Duration.ofHours(1), 2, 10);
        assertInstanceOf(Preparation.Ready.class, prepare(options, MAIN));
        Duration last = cloud.polls.get(cloud.polls.size() - 1);
        assertEquals(Duration.ofMinutes(59).plusSeconds(40), last, "twice the time of a look before the end");
    }

    @Test
    void aPollAfterTheDeadlineTakesAFewSecondsAtMost() {
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofSeconds(50)));
        time.stopAfter(Duration.ofSeconds(10), Duration.ofSeconds(120));
        cloud.hang(Duration.ofSeconds(60), Duration.ofHours(1));
        assertInstanceOf(Preparation.TimedOut.class, await(Duration.ofSeconds(30), MAIN));
        assertTrue(time.elapsed().compareTo(Duration.ofSeconds(136)) < 0, "after " + time.elapsed());
    }

    @Test
    void aPollThatHangsKeepsNeitherRequestsNorTheDeadlineUp() {
        cloud.plan(MAIN, breaks(), breaks(), new Plan.Succeeds(Duration.ofHours(1)));
        cloud.hang(Duration.ZERO, Duration.ofHours(2));
        assertInstanceOf(Preparation.TimedOut.class, await(Duration.ofSeconds(40), MAIN));
        assertEquals(Duration.ofSeconds(40), time.elapsed());
        assertEquals(3, cloud.asked.size());
    }

    @Test
    void aPollThatHangsIsGivenUpAfterAWhile() {
        cloud.plan(MAIN, new Plan.Succeeds(Duration.ofSeconds(3)));
        cloud.hang(Duration.ZERO, Duration.ofSeconds(5));
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN));
        assertEquals(1, count(new PreparationEvent.Trouble("balena's API did not answer for a while.")));
    }

    @Test
    void aPlaceIsFreeAsSoonAsAPollShowsTheBuild() {
        ImagePair[] pairs = pairs(200);
        for (ImagePair pair : pairs) {
            cloud.plan(pair, new Plan.Succeeds(Duration.ofSeconds(45)));
        }
        assertInstanceOf(Preparation.Ready.class, await(DAY, pairs));
        assertEquals(10, cloud.mostOpen);
        assertTrue(time.elapsed().compareTo(Duration.ofSeconds(70)) < 0, "after " + time.elapsed());
    }

    @Test
    void pollsForSlotsCoverThoseThatTakeThemUp() {
        ImagePair[] pairs = pairs(200);
        for (ImagePair pair : pairs) {
            cloud.plan(pair, new Plan.Succeeds(Duration.ofSeconds(45)));
        }
        await(DAY, pairs);
        long full = cloud.polled.stream().filter(polled -> polled.size() > 10).count();
        assertTrue(full < 20, full + " full polls in " + time.elapsed());
    }

    @Test
    void answersThatDeltasAreThereCauseNoFloodOfPolls() {
        ImagePair[] pairs = pairs(1_000);
        for (ImagePair pair : pairs) {
            cloud.plan(pair, isThereAfter(90));
        }
        assertInstanceOf(Preparation.Ready.class, await(DAY, pairs));
        assertTrue(cloud.polls.size() < 40, cloud.polls.size() + " polls in " + time.elapsed());
    }

    @Test
    void aServerThatWantsToBeLeftAloneForLongGetsARequestAfterFiveMinutes() {
        cloud.plan(
                MAIN, new Plan.Breaks(new BalenaException.Unavailable("HTTP 429", null, false, DAY)), isThereAfter(1));
        assertInstanceOf(Preparation.Ready.class, await(DAY, MAIN));
        assertTrue(time.elapsed().compareTo(Duration.ofMinutes(6)) < 0, "after " + time.elapsed());
    }

    @Test
    void aServerThatWantsToBeLeftAloneIsLeftAloneByAll() {
        ImagePair[] pairs = pairs(30);
        for (ImagePair pair : pairs) {
            cloud.plan(pair, new Plan.Breaks(busy()), new Plan.Succeeds(Duration.ofSeconds(3)));
        }
        time.after(Duration.ofMinutes(1), () -> assertEquals(10, cloud.asked.size()));
        assertInstanceOf(Preparation.Ready.class, await(DAY, pairs));
    }

    @Test
    void withoutWaitingOneBadPollEndsNothing() {
        ImagePair[] pairs = pairs(40);
        for (ImagePair pair : pairs) {
            cloud.plan(pair, new Plan.Succeeds(Duration.ofSeconds(3)));
        }
        cloud.failNextPolls(unavailable(), refused());
        var end = request(pairs);
        assertTrue(end instanceof Preparation.Requested || end instanceof Preparation.Ready, end.toString());
        assertEquals(40, cloud.asked.size());
    }

    @Test
    void withoutWaitingARequestGetsThroughAfterAnOddAnswer() {
        cloud.plan(MAIN, new Plan.Breaks(refused()), new Plan.Succeeds(Duration.ofHours(1)));
        assertInstanceOf(Preparation.Requested.class, request(MAIN));
    }

    @Test
    void withoutWaitingADeltaServerThatIsDownIsGivenUpSoon() {
        ImagePair[] pairs = pairs(1_000);
        for (ImagePair pair : pairs) {
            cloud.plan(pair, breaks());
        }
        assertInstanceOf(Preparation.Stopped.class, request(pairs));
        assertTrue(cloud.asked.size() < 50, cloud.asked.size() + " requests");
    }

    private static Plan showsLater(int seconds) {
        return new Plan.ShowsLater(new DeltaResponse.BeingBuilt(), Duration.ofSeconds(seconds));
    }

    private static Plan isThereAfter(int seconds) {
        return new Plan.ShowsLater(new DeltaResponse.Finished(), Duration.ofSeconds(seconds));
    }

    private static ImagePair[] pairs(int count) {
        return LongStream.range(0, count)
                .mapToObj(i -> new ImagePair(1_000 + i, 5_000 + i))
                .toArray(ImagePair[]::new);
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

    private long count(PreparationEvent event) {
        return events.stream().filter(event::equals).count();
    }

    private void refuseNextPolls(int count) {
        for (int i = 0; i < count; i++) {
            cloud.failNextPolls(refused());
        }
    }

    private static Plan refuses(int status) {
        return new Plan.Answers(new DeltaResponse.Refused(status, "HTTP " + status));
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

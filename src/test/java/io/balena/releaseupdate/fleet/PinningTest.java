package io.balena.releaseupdate.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.UnsupportedCloud;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.PinOutcome;
import io.balena.releaseupdate.model.PinRequest;
import io.balena.releaseupdate.model.PinState;
import io.balena.releaseupdate.model.Release;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.ReleaseState;
import io.balena.releaseupdate.model.TargetRelease;
import io.balena.releaseupdate.model.WaitClock;
import io.balena.releaseupdate.model.WriteResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PinningTest {

    private static final Fleet FLEET = new Fleet(1, "acme/kiosk");
    private static final FleetTarget BEFORE = pinned(10);
    private static final FleetTarget WANTED = pinned(20);
    private static final FleetTarget OTHER = pinned(15);
    private static final ReleaseState FIT = new ReleaseState(ReleaseState.SUCCESS, true, false);
    private static final BalenaException.Unavailable DOWN = new BalenaException.Unavailable("down", null);

    private final FakeFleet cloud = new FakeFleet();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private boolean allowDraft;
    private Duration limit = Duration.ofMinutes(90);
    private Duration elapsed = Duration.ZERO;

    private final WaitClock time = new WaitClock() {
        @Override
        public long nanoTime() {
            return elapsed.minusDays(400).toNanos();
        }

        @Override
        public void pause(Duration pause) {
            pauses.add(pause);
            elapsed = elapsed.plus(pause);
            cloud.lateWrites.stream()
                    .filter(late -> late.compareTo(elapsed) <= 0)
                    .findFirst()
                    .ifPresent(due -> {
                        cloud.lateWrites.remove(due);
                        cloud.take();
                    });
        }

        @Override
        public void wake() {
            throw new UnsupportedOperationException("nobody wakes who pins");
        }
    };

    @Test
    void pinsWithOneWriteAndReadsItBack() {
        cloud.writes.add(cloud::take);
        assertEquals(new PinOutcome.Pinned(), pin());
        assertEquals("look write look", cloud.log());
        assertEquals(List.of(), pauses);
        assertEquals(List.of(), notices);
    }

    @Test
    void writesNothingWhereTheFleetIsPinnedAlready() {
        cloud.target = WANTED;
        assertEquals(new PinOutcome.AlreadyPinned(), pin());
        assertEquals("look", cloud.log());
    }

    @Test
    void pinsAFleetThatTracksTheWantedRelease() {
        cloud.target = new FleetTarget(WANTED.release(), true);
        cloud.writes.add(cloud::take);
        assertEquals(new PinOutcome.Pinned(), pin(cloud.target));
        assertEquals("look write look", cloud.log());
    }

    @Test
    void pinsAFleetThatHadNoTarget() {
        cloud.target = new FleetTarget(Optional.empty(), true);
        cloud.writes.add(cloud::take);
        assertEquals(new PinOutcome.Pinned(), pin(cloud.target));
    }

    @Test
    void writesNothingWhereSomebodyElseWasFaster() {
        for (FleetTarget now :
                List.of(OTHER, new FleetTarget(BEFORE.release(), true), new FleetTarget(Optional.empty(), false))) {
            cloud.target = now;
            assertEquals(new PinOutcome.Repinned(now, false), pin());
        }
        assertEquals("look look look", cloud.log());
    }

    @Test
    void seesThatSomebodyElseWasFasterThanTheWrite() {
        cloud.writes.add(() -> {
            cloud.target = OTHER;
            return new WriteResult.Accepted();
        });
        assertEquals(new PinOutcome.Repinned(OTHER, true), pin());
        assertEquals("look write look", cloud.log());
    }

    @Test
    void seesThatSomebodyElseRePinnedAfterTheWrite() {
        cloud.writes.add(() -> {
            cloud.take();
            cloud.target = BEFORE;
            cloud.target = OTHER;
            return lost();
        });
        assertEquals(new PinOutcome.Repinned(OTHER, true), pin());
        assertEquals("look write look", cloud.log());
    }

    @Test
    void aLostResponseIsResolvedByReading() {
        cloud.writes.add(() -> {
            cloud.take();
            return lost();
        });
        assertEquals(new PinOutcome.Pinned(), pin());
        assertEquals("look write look", cloud.log());
        assertEquals(1, notices.size());
    }

    @Test
    void aLostWriteIsRepeatedOnlyAfterAStatementCanTakeEffectNoMore() {
        cloud.writes.add(PinningTest::lost);
        cloud.writes.add(cloud::take);
        assertEquals(new PinOutcome.Pinned(), pin());
        assertEquals(2, count("write"));
        assertEquals(Duration.ofSeconds(65), elapsed);
    }

    @Test
    void aLostWriteThatTakesEffectLateIsNotRepeated() {
        cloud.writes.add(() -> {
            cloud.lateWrites.add(Duration.ofSeconds(60));
            return lost();
        });
        assertEquals(new PinOutcome.Pinned(), pin());
        assertEquals(1, count("write"));
    }

    @Test
    void readsSeveralTimesWithGrowingPausesBeforeAnEffectlessWriteIsRepeated() {
        cloud.writes.add(WriteResult.Accepted::new);
        cloud.writes.add(cloud::take);
        assertEquals(new PinOutcome.Pinned(), pin());
        assertEquals("look write look look look look look look write look", cloud.log());
        assertEquals(
                List.of(500L, 1_000L, 2_000L, 4_000L, 7_500L),
                pauses.stream().map(Duration::toMillis).toList());
    }

    @Test
    void aWriteThatIsTakenTwiceWithoutEffectMeansThatARoleIsMissing() {
        cloud.writes.add(WriteResult.Accepted::new);
        cloud.writes.add(WriteResult.Accepted::new);
        var failed = assertInstanceOf(PinOutcome.Failed.class, pin());
        assertInstanceOf(BalenaException.NotAllowed.class, failed.cause());
        assertTrue(failed.cause().getMessage().contains("lack the role"), failed.cause()::getMessage);
        assertFalse(failed.isUncertain());
        assertEquals(Duration.ofSeconds(15 + 65), elapsed);
    }

    @Test
    void aDenialIsTriedOnceMore() {
        var denial = new BalenaException.NotAllowed("balena refused.");
        cloud.writes.add(() -> new WriteResult.Denied(denial));
        cloud.writes.add(() -> new WriteResult.Denied(denial));
        assertEquals(new PinOutcome.Failed(denial, false), pin());
        assertEquals(Duration.ofSeconds(15 + 15), elapsed);
    }

    @Test
    void aRuleThatForbidsThePinIsFinalOnceReadsHaveShownThatNothingChanged() {
        var rule = new BalenaException.NotFound("It is necessary that");
        cloud.writes.add(() -> new WriteResult.Refused(rule));
        assertEquals(new PinOutcome.Failed(rule, false), pin());
        assertEquals(1, count("write"));
        assertTrue(count("look") >= 4, cloud::log);
    }

    @Test
    void waitsAsLongAsTheServerAsks() {
        cloud.writes.add(() -> new WriteResult.NotApplied("HTTP 429", Optional.of(Duration.ofSeconds(61))));
        cloud.writes.add(cloud::take);
        assertEquals(new PinOutcome.Pinned(), pin());
        assertEquals(Duration.ofSeconds(61), pauses.get(0));
        assertEquals(2, count("write"));
    }

    @Test
    void waitsForFiveMinutesAtATimeAtMost() {
        cloud.writes.add(() -> new WriteResult.NotApplied("HTTP 429", Optional.of(Duration.ofHours(1))));
        cloud.writes.add(cloud::take);
        assertEquals(new PinOutcome.Pinned(), pin());
        assertEquals(Duration.ofMinutes(5), pauses.get(0));
    }

    @Test
    void givesUpWhereTheServerAsksForMoreThanThereIsTime() {
        limit = Duration.ofSeconds(90);
        cloud.writes.add(() -> new WriteResult.NotApplied("HTTP 429.", Optional.of(Duration.ofHours(1))));
        var failed = assertInstanceOf(PinOutcome.Failed.class, pin());
        assertEquals("HTTP 429. It asks to wait 3600 s.", failed.cause().getMessage());
        assertFalse(failed.isUncertain());
        assertEquals(1, count("write"));
        assertEquals(Duration.ofSeconds(15), elapsed);
    }

    @Test
    void givesUpAfterThreeLostWritesThatChangeNothing() {
        for (int i = 0; i < 100; i++) {
            cloud.writes.add(PinningTest::lost);
        }
        var failed = assertInstanceOf(PinOutcome.Failed.class, pin());
        assertInstanceOf(BalenaException.Unavailable.class, failed.cause());
        assertFalse(failed.isUncertain(), "a look has shown it after all could have happened");
        assertEquals(3, count("write"));
        assertEquals(Duration.ofSeconds(3 * 65), elapsed);
    }

    @Test
    void oneReadThatFailsDecidesNothing() {
        cloud.lookFailures.add(new BalenaException.Unavailable("HTTP 404", null, true, Duration.ZERO));
        cloud.writes.add(cloud::take);
        assertEquals(new PinOutcome.Pinned(), pin());
        assertEquals("look look write look", cloud.log());
        assertEquals(List.of("HTTP 404 Trying again."), notices);
    }

    @Test
    void aReadThatTakesTooLongIsRepeated() {
        cloud.lookFailures.add(new BalenaException.TimedOut("too slow"));
        cloud.writes.add(cloud::take);
        assertEquals(new PinOutcome.Pinned(), pin());
        assertEquals(List.of("balena did not show what the fleet runs within 30 s. Trying again."), notices);
        assertTrue(
                cloud.deadlines.stream().allMatch(limit -> limit.remaining().compareTo(Duration.ofSeconds(30)) <= 0));
    }

    @Test
    void aWriteThatCannotBeSentEndsIt() {
        var notLoggedIn = new BalenaException.NotLoggedIn("expired");
        cloud.writes.add(() -> {
            throw notLoggedIn;
        });
        assertEquals(new PinOutcome.Failed(notLoggedIn, false), pin());
        assertEquals("look write", cloud.log());
    }

    @Test
    void nothingIsWrittenWhileReadsFail() {
        var refusal = new BalenaException.Unavailable("HTTP 404", null, true, Duration.ZERO);
        for (int i = 0; i < 100; i++) {
            cloud.lookFailures.add(refusal);
        }
        assertEquals(new PinOutcome.Failed(refusal, false), pin());
        assertEquals("look look look look look", cloud.log());
        assertEquals(1, notices.size(), "told once");
    }

    @Test
    void anOutageIsWaitedForUntilTheLimit() {
        limit = Duration.ofSeconds(90);
        for (int i = 0; i < 100; i++) {
            cloud.lookFailures.add(DOWN);
        }
        assertEquals(new PinOutcome.Failed(DOWN, false), pin());
        assertEquals(0, count("write"));
        assertTrue(elapsed.compareTo(limit) >= 0, elapsed::toString);
    }

    @Test
    void itIsNotKnownWhetherAPinWorkedThatCannotBeReadBack() {
        limit = Duration.ofSeconds(90);
        cloud.writes.add(() -> {
            cloud.take();
            for (int i = 0; i < 100; i++) {
                cloud.lookFailures.add(DOWN);
            }
            return lost();
        });
        assertEquals(new PinOutcome.Failed(DOWN, true), pin());
        assertEquals(1, count("write"));
    }

    @Test
    void aTokenThatIsNoLongerValidEndsIt() {
        var notLoggedIn = new BalenaException.NotLoggedIn("expired");
        cloud.writes.add(() -> {
            cloud.lookFailures.add(notLoggedIn);
            return new WriteResult.Denied(notLoggedIn);
        });
        assertEquals(new PinOutcome.Failed(notLoggedIn, true), pin());
        assertEquals(List.of(), notices, "nothing is tried again");
    }

    @Test
    void aReleaseThatBecameUnfitIsNotPinned() {
        Map<String, Optional<ReleaseState>> unfit = Map.of(
                "invalidated", Optional.of(new ReleaseState(ReleaseState.SUCCESS, true, true)),
                "a draft", Optional.of(new ReleaseState(ReleaseState.SUCCESS, false, false)),
                "'failed'", Optional.of(new ReleaseState("failed", true, false)),
                "does not exist any more", Optional.empty());
        unfit.forEach((why, state) -> {
            cloud.state = state;
            var refused = assertInstanceOf(PinOutcome.Refused.class, pin());
            assertInstanceOf(BalenaException.NotFound.class, refused.reason());
            assertTrue(refused.reason().getMessage().contains(why), refused.reason()::getMessage);
        });
        assertEquals(0, count("write"));
    }

    @Test
    void aReleaseThatBecomesUnfitAfterALostWriteIsNotWrittenAgain() {
        cloud.writes.add(() -> {
            cloud.state = Optional.of(new ReleaseState(ReleaseState.SUCCESS, true, true));
            return lost();
        });
        assertInstanceOf(PinOutcome.Refused.class, pin());
        assertEquals(1, count("write"));
        assertEquals(Duration.ofSeconds(65), elapsed, "the lost one could have taken effect until then");
    }

    @Test
    void aDraftIsPinnedWhereThatIsAllowed() {
        cloud.state = Optional.of(new ReleaseState(ReleaseState.SUCCESS, false, false));
        cloud.writes.add(cloud::take);
        allowDraft = true;
        assertEquals(new PinOutcome.Pinned(), pin());
        assertEquals(List.of(new PinRequest(FLEET, BEFORE, 20, true, Optional.empty())), cloud.requests);
    }

    @Test
    void theWriteHoldsWhatTheReadHasShown() {
        cloud.writes.add(cloud::take);
        pin();
        assertEquals(List.of(new PinRequest(FLEET, BEFORE, 20, false, Optional.empty())), cloud.requests);
    }

    private long count(String word) {
        return Stream.of(cloud.log().split(" ")).filter(word::equals).count();
    }

    @Test
    void anInterruptionBeforeTheWriteChangesNothing() {
        cloud.interruptLook = true;
        assertEquals(new PinOutcome.Interrupted(false), pin());
        assertEquals("look", cloud.log());
    }

    @Test
    void anInterruptionDuringTheWriteLeavesItOpen() {
        cloud.writes.add(() -> {
            throw new InterruptedException();
        });
        assertEquals(new PinOutcome.Interrupted(true), pin());
    }

    @Test
    void runAgainAfterAnInterruptionItCompletes() {
        cloud.writes.add(() -> {
            cloud.take();
            throw new InterruptedException();
        });
        assertEquals(new PinOutcome.Interrupted(true), pin());
        assertEquals(new PinOutcome.AlreadyPinned(), pin(cloud.target));
        assertSame(WANTED, cloud.target);
    }

    private PinOutcome pin() {
        return pin(BEFORE);
    }

    private PinOutcome pin(FleetTarget before) {
        var to = new Release(20, "c20", FLEET, Map.of());
        var update = new FleetUpdate(
                FLEET, before, new TargetRelease(to, true, false), List.of(), List.of(), 0, 0, Optional.empty());
        return new Pinning(cloud, new PinPlan(update, new PinOptions(allowDraft, false), limit), notices::add, time)
                .run();
    }

    private static WriteResult lost() {
        return new WriteResult.Unknown("the connection broke", Optional.empty());
    }

    private static FleetTarget pinned(long release) {
        return new FleetTarget(Optional.of(new ReleaseName(release, "c" + release)), false);
    }

    /** A fleet that others can pin too, and whose writes go as planned. */
    private static final class FakeFleet extends UnsupportedCloud {

        interface Write {
            WriteResult now() throws InterruptedException;
        }

        final Deque<Write> writes = new ArrayDeque<>();
        final Deque<BalenaException> lookFailures = new ArrayDeque<>();
        private final List<String> log = new ArrayList<>();
        final List<PinRequest> requests = new ArrayList<>();
        final List<Deadline> deadlines = new ArrayList<>();
        final List<Duration> lateWrites = new ArrayList<>();
        FleetTarget target = BEFORE;
        Optional<ReleaseState> state = Optional.of(FIT);
        boolean interruptLook;

        WriteResult take() {
            target = WANTED;
            return new WriteResult.Accepted();
        }

        String log() {
            return String.join(" ", log);
        }

        @Override
        public PinState pinState(Fleet fleet, long release, Deadline deadline) throws InterruptedException {
            log.add("look");
            deadlines.add(deadline);
            if (interruptLook) {
                throw new InterruptedException();
            }
            if (!lookFailures.isEmpty()) {
                throw lookFailures.poll();
            }
            return new PinState(target, state);
        }

        @Override
        public WriteResult pin(PinRequest request, Deadline deadline) throws InterruptedException {
            log.add("write");
            deadlines.add(deadline);
            requests.add(request);
            return writes.remove().now();
        }
    }
}

package io.balena.releaseupdate.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.balena.releaseupdate.UnsupportedCloud;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.PinAnswer;
import io.balena.releaseupdate.model.PinOutcome;
import io.balena.releaseupdate.model.Release;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.TargetRelease;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PinningTest {

    private static final Fleet FLEET = new Fleet(1, "acme/kiosk");
    private static final FleetTarget BEFORE = pinned(10);
    private static final FleetTarget WANTED = pinned(20);
    private static final FleetTarget OTHER = pinned(15);
    private static final BalenaException.Unavailable DOWN = new BalenaException.Unavailable("down", null);

    private final FakeFleet cloud = new FakeFleet();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

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
            return new PinAnswer.Taken();
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
    void aLostAnswerIsResolvedByLooking() {
        cloud.writes.add(() -> {
            cloud.take();
            return lost();
        });
        assertEquals(new PinOutcome.Pinned(), pin());
        assertEquals("look write look", cloud.log());
        assertEquals(1, notices.size());
    }

    @Test
    void aLostWriteIsRepeatedOnlyWhereTheFleetIsAsItWas() {
        cloud.writes.add(PinningTest::lost);
        cloud.writes.add(PinningTest::lost);
        cloud.writes.add(cloud::take);
        assertEquals(new PinOutcome.Pinned(), pin());
        assertEquals("look write look write look write look", cloud.log());
        assertEquals(List.of(Duration.ofMillis(500), Duration.ofMillis(1000)), pauses);
    }

    @Test
    void waitsAsLongAsTheServerAsks() {
        cloud.writes.add(() -> new PinAnswer.Lost("HTTP 429", Optional.of(Duration.ofSeconds(30))));
        cloud.writes.add(cloud::take);
        assertEquals(new PinOutcome.Pinned(), pin());
        assertEquals(List.of(Duration.ofSeconds(30)), pauses);
    }

    @Test
    void givesUpWhereTheServerAsksForLong() {
        cloud.writes.add(() -> new PinAnswer.Lost("HTTP 429", Optional.of(Duration.ofHours(1))));
        assertInstanceOf(
                BalenaException.Unavailable.class,
                assertInstanceOf(PinOutcome.Failed.class, pin()).cause());
        assertEquals("look write", cloud.log());
    }

    @Test
    void givesUpAfterSomeWritesThatChangeNothing() {
        for (int i = 0; i < 100; i++) {
            cloud.writes.add(PinAnswer.Taken::new);
        }
        var failed = assertInstanceOf(PinOutcome.Failed.class, pin());
        assertInstanceOf(BalenaException.Unavailable.class, failed.cause());
        assertEquals("look write look write look write look write look write look write look", cloud.log());
    }

    @Test
    void aRefusalIsFinalAndCertain() {
        cloud.writes.add(() -> {
            throw DOWN;
        });
        assertEquals(new PinOutcome.Failed(DOWN, false), pin());
        assertEquals("look write", cloud.log());
    }

    @Test
    void nothingIsWrittenWhereTheLookFails() {
        cloud.lookFailures.add(DOWN);
        assertEquals(new PinOutcome.Failed(DOWN, false), pin());
        assertEquals("look", cloud.log());
    }

    @Test
    void itIsNotKnownWhetherAPinWorkedThatCannotBeReadBack() {
        cloud.writes.add(() -> {
            cloud.take();
            cloud.lookFailures.add(DOWN);
            return lost();
        });
        assertEquals(new PinOutcome.Failed(DOWN, true), pin());
    }

    @Test
    void aRefusalAfterALostWriteIsNotCertain() {
        cloud.writes.add(PinningTest::lost);
        cloud.writes.add(() -> {
            throw DOWN;
        });
        assertEquals(new PinOutcome.Failed(DOWN, true), pin());
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
        return new Pinning(cloud, update, Deadline.never(), notices::add, pauses::add).run();
    }

    private static PinAnswer lost() {
        return new PinAnswer.Lost("the connection broke", Optional.empty());
    }

    private static FleetTarget pinned(long release) {
        return new FleetTarget(Optional.of(new ReleaseName(release, "c" + release)), false);
    }

    /** A fleet that others can pin too, and whose writes go as planned. */
    private static final class FakeFleet extends UnsupportedCloud {

        interface Write {
            PinAnswer now() throws InterruptedException;
        }

        final Deque<Write> writes = new ArrayDeque<>();
        final Deque<BalenaException> lookFailures = new ArrayDeque<>();
        private final List<String> log = new ArrayList<>();
        FleetTarget target = BEFORE;
        boolean interruptLook;

        PinAnswer take() {
            target = WANTED;
            return new PinAnswer.Taken();
        }

        String log() {
            return String.join(" ", log);
        }

        @Override
        public FleetTarget fleetTarget(Fleet fleet, Deadline deadline) throws InterruptedException {
            log.add("look");
            if (interruptLook) {
                throw new InterruptedException();
            }
            if (!lookFailures.isEmpty()) {
                throw lookFailures.poll();
            }
            return target;
        }

        @Override
        public PinAnswer pin(Fleet fleet, FleetTarget expected, long release, Deadline deadline)
                throws InterruptedException {
            log.add("write");
            assertEquals(20, release);
            return writes.remove().now();
        }
    }
}

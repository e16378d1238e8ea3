package io.balena.releaseupdate.rollout;

import static io.balena.releaseupdate.rollout.SimulatedDevices.ORIGIN;
import static io.balena.releaseupdate.rollout.SimulatedDevices.OTHER_RELEASE;
import static io.balena.releaseupdate.rollout.SimulatedDevices.TARGET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.ReleaseState;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.RolloutStage;
import io.balena.releaseupdate.rollout.SimulatedDevices.Device;
import io.balena.releaseupdate.rollout.journal.JournalKeys;
import io.balena.releaseupdate.rollout.plan.RolloutOptions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Roll-outs over a simulated fleet. */
class RolloutTest {

    private static final Duration DAYS = Duration.ofDays(3);

    private final SimulatedBalena balena = fleet(100, 0);

    private static SimulatedBalena fleet(int size, double broken) {
        return new SimulatedBalena(new SimulatedDevices(new Random(1), size, broken));
    }

    @Test
    void bringsTheReleaseToTheWholeFleetAndLeavesNoPin() {
        done(balena.run(balena.options(DAYS)));
        requireAllUpdated(balena);
    }

    static void requireAllUpdated(SimulatedBalena balena) {
        requireAllUpdated(balena, true);
    }

    static void requireAllUpdated(SimulatedBalena balena, boolean areAllWell) {
        balena.letAllHappen();
        assertTrue(balena.target().isPinnedTo(TARGET));
        for (Device device : balena.devices.all) {
            assertFalse(device.isOurs && device.pin != null, "device " + device.id + " is still pinned");
            if (areAllWell && device.isFollowing() && device.isReachable) {
                assertEquals(TARGET, device.running);
            }
        }
    }

    @Test
    void aReleaseThatBreaksDevicesIsHaltedAndStaysSo() {
        SimulatedBalena bad = fleet(1_000, 0.9);
        RolloutOutcome.Halted halted =
                assertInstanceOf(RolloutOutcome.Halted.class, bad.run(bad.options(DAYS)), bad.log::toString);
        assertEquals(
                RolloutStage.State.FAILED,
                halted.report().orElseThrow().current().orElseThrow().state());
        assertTrue(bad.target().isPinnedTo(ORIGIN));
        int writes = bad.writes;
        RolloutOutcome.Halted again = assertInstanceOf(RolloutOutcome.Halted.class, bad.run(bad.options(DAYS)));
        assertEquals(halted.reason(), again.reason());
        assertEquals(writes, bad.writes);
    }

    @Test
    void aStageWhoseOnlyDeviceFailsPausesAndGoesOnIfMoreMayFail() {
        SimulatedBalena bad = fleet(100, 1);
        assertInstanceOf(RolloutOutcome.Paused.class, bad.run(bad.options(DAYS)));
        assertTrue(bad.target().isPinnedTo(ORIGIN));
    }

    @Test
    void undoBeforeTheFleetIsPinnedClearsThePins() {
        SimulatedBalena bad = fleet(1_000, 0.9);
        bad.run(bad.options(DAYS));
        undone(bad);
        assertInstanceOf(RolloutOutcome.Undone.class, bad.undo(bad.options(DAYS)), "again");
    }

    @Test
    void undoAfterTheEndPinsTheFleetBack() {
        done(balena.run(balena.options(DAYS)));
        undone(balena);
        balena.isUndo = false;
        balena.devices.all.forEach(device -> device.isOurs = false);
        done(balena.run(balena.options(DAYS)));
        assertTrue(balena.tags.containsKey(JournalKeys.key(2, JournalKeys.DONE)));
    }

    static void undone(SimulatedBalena balena) {
        RolloutOutcome outcome = balena.undo(balena.options(DAYS));
        assertInstanceOf(RolloutOutcome.Undone.class, outcome, () -> outcome + balena.log.toString());
        assertTrue(balena.target().isPinnedTo(ORIGIN));
        balena.devices.all.stream().filter(device -> device.isOurs).forEach(device -> assertNull(device.pin));
    }

    @Test
    void nothingIsThereToTakeBack() {
        RolloutOutcome.Stopped stopped =
                assertInstanceOf(RolloutOutcome.Stopped.class, balena.undo(balena.options(DAYS)));
        assertInstanceOf(BalenaException.NotFound.class, stopped.reason());
        assertEquals(0, balena.writes);
    }

    @Test
    void aTimeLimitStopsItAndTheSameCommandGoesOn() {
        int runs = 1;
        RolloutOutcome outcome = balena.run(balena.options(Duration.ofMinutes(5)));
        while (outcome instanceof RolloutOutcome.TimedOut) {
            balena.pause(Duration.ofHours(6));
            outcome = balena.run(balena.options(Duration.ofMinutes(5)));
            runs++;
        }
        done(outcome);
        assertTrue(runs > 3, "runs: " + runs);
        requireAllUpdated(balena);
    }

    @Test
    void withNoTimeItOnlyReads() {
        assertInstanceOf(RolloutOutcome.TimedOut.class, balena.run(balena.options(Duration.ZERO)));
        assertEquals(0, balena.writes);
    }

    @Test
    void aFleetThatTracksItsLatestReleaseIsLeftAlone() {
        balena.devices.tracksLatest = true;
        assertInstanceOf(RolloutOutcome.Superseded.class, balena.run(balena.options(DAYS)));
        assertEquals(0, balena.writes);
    }

    @Test
    void aFleetThatIsPinnedToTheReleaseNeedsNothing() {
        balena.devices.fleetTarget = TARGET;
        done(balena.run(balena.options(DAYS)));
        assertEquals(0, balena.writes);
    }

    @Test
    void somebodyWhoRepinsTheFleetStopsItAndUndoStillClearsThePins() {
        atRequest(60, () -> balena.pinFleetBySomebody(OTHER_RELEASE, false));
        assertInstanceOf(RolloutOutcome.Superseded.class, balena.run(balena.options(DAYS)));
        balena.beforeEach = () -> {};
        assertInstanceOf(RolloutOutcome.Undone.class, balena.undo(balena.options(DAYS)));
        assertTrue(balena.target().isPinnedTo(OTHER_RELEASE));
        balena.devices.all.forEach(device -> assertNull(device.pin));
    }

    @Test
    void somebodyWhoRepinsADeviceStopsIt() {
        somebodyChangesAPin(OTHER_RELEASE, true);
    }

    @Test
    void somebodyWhoRepinsADeviceRightAfterUsStopsIt() {
        somebodyChangesAPin(OTHER_RELEASE, false);
    }

    @Test
    void somebodyWhoClearsADevicesPinStopsIt() {
        somebodyChangesAPin(null, true);
    }

    private void somebodyChangesAPin(Long release, boolean isLater) {
        var done = new Object() {
            Device device;
        };
        balena.beforeEach = () -> {
            List<Device> pinned = balena.devices.all.stream()
                    .filter(device -> device.isOurs && device.pin != null)
                    .toList();
            if (done.device == null
                    && pinned.size() >= 10
                    && (!isLater || balena.tags.containsKey(JournalKeys.key(1, "stage-2.pinned")))) {
                done.device = pinned.get(3);
                balena.pinBySomebody(done.device, release);
            }
        };
        RolloutOutcome outcome = balena.run(balena.options(DAYS));
        RolloutOutcome.Superseded superseded =
                assertInstanceOf(RolloutOutcome.Superseded.class, outcome, () -> outcome + balena.log.toString());
        assertTrue(superseded.reason().contains("device " + done.device.id), superseded.reason());
        assertEquals(release, done.device.pin);
        done(balena.run(balena.options(DAYS)));
        assertEquals(release, done.device.pin);
    }

    @Test
    void pinsThatWereThereBeforeAreKept() {
        SimulatedBalena odd = new SimulatedBalena(new SimulatedDevices(new Random(3), 400, 0).withOddOnes());
        List<Long> before = pins(odd);
        done(odd.run(odd.options(DAYS)));
        assertEquals(before, pins(odd));
        requireAllUpdated(odd);
    }

    private static List<Long> pins(SimulatedBalena balena) {
        return balena.devices.all.stream()
                .map(device -> device.pin == null ? 0 : device.pin)
                .toList();
    }

    @Test
    void aDraftStopsBeforeTheFleetAndGoesOnOnceItIsFinal() {
        balena.release = new ReleaseState(ReleaseState.SUCCESS, false, false);
        RolloutOptions strict = balena.options(DAYS);
        assertInstanceOf(RolloutOutcome.Stopped.class, balena.run(strict));
        assertEquals(0, balena.writes);
        RolloutOptions options = Chosen.from(strict).allowDraft().options();
        RolloutOutcome.Stopped stopped = assertInstanceOf(RolloutOutcome.Stopped.class, balena.run(options));
        assertInstanceOf(BalenaException.NotFound.class, stopped.reason());
        assertTrue(balena.target().isPinnedTo(ORIGIN));
        assertEquals(
                50, balena.devices.all.stream().filter(device -> device.isOurs).count());
        balena.release = new ReleaseState(ReleaseState.SUCCESS, true, false);
        done(balena.run(strict));
    }

    @Test
    void anInvalidatedReleaseStopsIt() {
        atRequest(60, () -> balena.release = new ReleaseState(ReleaseState.SUCCESS, true, true));
        RolloutOutcome.Stopped stopped =
                assertInstanceOf(RolloutOutcome.Stopped.class, balena.run(balena.options(DAYS)));
        assertInstanceOf(BalenaException.NotFound.class, stopped.reason());
    }

    @Test
    void theWayBackIsReadyBeforeTheFirstDeviceMoves() {
        done(balena.run(
                Chosen.from(balena.options(DAYS)).stages("10").prepareUndo().options()));
        int back = index("delta " + TARGET * 100 + " to " + ORIGIN * 100);
        assertTrue(back >= 0 && back < index("pin ["), balena.log::toString);
    }

    private int index(String entry) {
        for (int i = 0; i < balena.log.size(); i++) {
            if (balena.log.get(i).contains(" " + entry)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void otherStagesThanItBeganWithAreRefused() {
        assertInstanceOf(RolloutOutcome.TimedOut.class, balena.run(balena.options(Duration.ofMinutes(5))));
        RolloutOutcome.Stopped stopped = assertInstanceOf(
                RolloutOutcome.Stopped.class,
                balena.run(Chosen.from(balena.options(DAYS)).stages("20").options()));
        assertInstanceOf(BalenaException.Usage.class, stopped.reason());
    }

    @Test
    void aTagThatCantBeWrittenStopsItBeforeTheFirstPin() {
        SimulatedBalena mute = new SimulatedBalena(new SimulatedDevices(new Random(1), 100, 0)) {
            @Override
            public io.balena.releaseupdate.model.WriteResult createReleaseTag(
                    long id, String key, String value, io.balena.releaseupdate.model.Deadline deadline) {
                return new io.balena.releaseupdate.model.WriteResult.Accepted();
            }
        };
        RolloutOutcome.Stopped stopped =
                assertInstanceOf(RolloutOutcome.Stopped.class, mute.run(mute.options(DAYS)), mute.log::toString);
        assertInstanceOf(BalenaException.NotAllowed.class, stopped.reason());
        assertEquals(0, mute.writes);
    }

    /** A read takes four requests whatever the number of devices; pinning 200 devices takes three. */
    @Test
    void tenThousandDevicesTakeFewRequests() {
        SimulatedBalena large = fleet(10_000, 0.002);
        done(large.run(large.options(DAYS)));
        int chunks = 1 + 5 + 20;
        assertTrue(large.requests < 3 * 2 * chunks + 4 * 200, "requests: " + large.requests);
        assertTrue(large.writes < 2 * (chunks + 30), "writes: " + large.writes);
    }

    private void atRequest(int request, Runnable action) {
        balena.beforeEach = () -> {
            if (balena.requests == request) {
                action.run();
            }
        };
    }

    private void done(RolloutOutcome outcome) {
        assertInstanceOf(RolloutOutcome.Done.class, outcome, () -> outcome + balena.log.toString());
    }
}

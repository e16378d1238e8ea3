package io.balena.releaseupdate.rollout;

import static io.balena.releaseupdate.rollout.SimulatedDevices.OTHER_RELEASE;
import static io.balena.releaseupdate.rollout.SimulatedDevices.TARGET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.rollout.SimulatedDevices.Device;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Changes by other users while no process runs, as between the runs of a cron job. */
class RolloutBetweenRunsTest {

    private static final Duration DAYS = Duration.ofDays(3);

    private final SimulatedBalena balena = new SimulatedBalena(new SimulatedDevices(new Random(1), 300, 0));

    private List<Device> firstRun() {
        RolloutOutcome outcome = balena.run(Chosen.from(balena.options(DAYS))
                .stages("5,100")
                .untilStage("100")
                .options());
        assertInstanceOf(RolloutOutcome.StagePassed.class, outcome, () -> outcome + balena.log.toString());
        return balena.devices.all.stream().filter(device -> device.isOurs).toList();
    }

    private RolloutOutcome nextRun() {
        balena.pause(Duration.ofHours(6));
        return balena.run(balena.options(DAYS));
    }

    private RolloutOutcome.Superseded superseded() {
        int pinned = pinned();
        RolloutOutcome outcome = nextRun();
        RolloutOutcome.Superseded superseded =
                assertInstanceOf(RolloutOutcome.Superseded.class, outcome, () -> outcome + balena.log.toString());
        assertEquals(pinned, pinned());
        return superseded;
    }

    private int pinned() {
        return (int) balena.devices.all.stream()
                .filter(device -> device.pin != null && device.pin == TARGET)
                .count();
    }

    private void done() {
        RolloutOutcome outcome = nextRun();
        assertInstanceOf(RolloutOutcome.Done.class, outcome, () -> outcome + balena.log.toString());
    }

    @Test
    void aDeviceThatSomebodyPinsOtherwiseIsNoticedAndLeftAlone() {
        Device device = firstRun().get(7);
        balena.pinBySomebody(device, OTHER_RELEASE);

        assertTrue(superseded().reason().contains("pinned device device " + device.id + " "));

        done();
        assertEquals(OTHER_RELEASE, device.pin);
    }

    @Test
    void aPinThatSomebodyClearsIsNoticedAndStaysSo() {
        List<Device> ours = firstRun();
        balena.pinBySomebody(ours.get(7), null);

        assertTrue(superseded().reason().contains("cleared the pin of device device " + ours.get(7).id + " "));
        balena.pinBySomebody(ours.get(8), OTHER_RELEASE);
        assertTrue(superseded().reason().contains("pinned device device " + ours.get(8).id + " "), "another one");

        done();
    }

    @Test
    void manyAreNoticedEvenIfTheyCannotBeNamed() {
        firstRun().forEach(device -> balena.pinBySomebody(device, OTHER_RELEASE));

        superseded();

        done();
        assertEquals(
                100,
                balena.devices.all.stream()
                        .filter(device -> device.pin != null && device.pin == OTHER_RELEASE)
                        .count());
    }

    @Test
    void devicesThatAreDeletedOrMovedToAnotherFleetAreNoReasonToStop() {
        Device device = firstRun().get(7);
        device.isOfFleet = false;
        device.isOurs = false;
        device.pin = null;

        done();
    }

    @Test
    void aDeviceThatSomebodyFreezesKeepsItsPinAndIsNoReasonToStop() {
        Device device = firstRun().get(7);
        device.isFrozen = true;

        done();
        assertEquals(TARGET, device.pin);
    }

    @Test
    void aFleetThatSomebodyPinsOtherwiseIsLeftAloneUntilItIsBack() {
        firstRun();
        balena.pinFleetBySomebody(OTHER_RELEASE, false);
        int writes = balena.writes;
        superseded();
        assertEquals(writes, balena.writes);

        balena.pinFleetBySomebody(SimulatedDevices.ORIGIN, false);
        done();
    }

    @Test
    void anUndoMindsNoneOfThat() {
        List<Device> ours = firstRun();
        balena.pinBySomebody(ours.get(7), OTHER_RELEASE);

        RolloutTest.undone(balena);
        assertEquals(OTHER_RELEASE, ours.get(7).pin);
        assertEquals(0, pinned());
    }
}

package io.balena.releaseupdate.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.rollout.SimulatedBalena.Killed;
import io.balena.releaseupdate.rollout.SimulatedBalena.Trouble;
import io.balena.releaseupdate.rollout.journal.JournalKeys;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A fault at each request of a whole roll-out in turn; the result is always the same as without it. */
class RolloutKillTest {

    private static final Duration DAYS = Duration.ofDays(3);

    private static SimulatedBalena fleet() {
        SimulatedDevices devices = new SimulatedDevices(new Random(7), 40, 0).withOddOnes();
        devices.slowest = 30;
        return new SimulatedBalena(devices);
    }

    private record State(List<Long> pins, Long fleet, List<String> tags) {
        static State of(SimulatedBalena balena) {
            return new State(
                    balena.devices.all.stream()
                            .map(device -> device.pin == null ? 0 : device.pin)
                            .toList(),
                    balena.devices.fleetTarget,
                    balena.tags.keySet().stream().sorted().toList());
        }
    }

    private static State undisturbed() {
        SimulatedBalena balena = fleet();
        assertInstanceOf(RolloutOutcome.Done.class, balena.run(balena.briefOptions(DAYS)));
        return State.of(balena);
    }

    private static int requests() {
        SimulatedBalena balena = fleet();
        balena.run(balena.briefOptions(DAYS));
        assertTrue(balena.requests > 80, "requests: " + balena.requests);
        return balena.requests;
    }

    @ParameterizedTest
    @EnumSource(value = Trouble.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void reachesTheSameEndWhateverHappensToARequest(Trouble trouble) {
        State expected = undisturbed();
        int all = requests();
        for (int request = 1; request <= all; request++) {
            SimulatedBalena balena = fleet();
            int chosen = request;
            balena.disturbance = (number, isWrite) -> number == chosen ? trouble : Trouble.NONE;
            RolloutOutcome outcome = untilItEnds(balena);
            assertInstanceOf(
                    RolloutOutcome.Done.class, outcome, () -> trouble + " " + chosen + " " + outcome + balena.log);
            assertEquals(expected, State.of(balena), () -> trouble + " " + chosen + balena.log);
        }
    }

    private static RolloutOutcome untilItEnds(SimulatedBalena balena) {
        while (true) {
            try {
                RolloutOutcome outcome = balena.run(balena.briefOptions(DAYS));
                // Before the first read, nothing is repeated: the caller gets the error.
                if (!(outcome instanceof RolloutOutcome.Stopped stopped
                        && stopped.report().isEmpty())) {
                    return outcome;
                }
            } catch (Killed e) {
                // Run again.
            }
        }
    }

    @Test
    void isTakenBackFromEveryState() {
        int all = requests();
        for (int request = 1; request <= all; request++) {
            SimulatedBalena balena = fleet();
            List<Long> before = State.of(balena).pins();
            int chosen = request;
            balena.disturbance = (number, isWrite) -> number == chosen ? Trouble.KILLED_AFTER : Trouble.NONE;
            try {
                balena.run(balena.briefOptions(DAYS));
            } catch (Killed e) {
                // Run again.
            }
            if (balena.tags.keySet().stream().anyMatch(key -> key.endsWith(JournalKeys.ORIGIN))) {
                RolloutTest.undone(balena);
            }
            assertEquals(before, State.of(balena).pins(), () -> chosen + balena.log.toString());
        }
    }

    @Test
    void anUndoThatIsKilledAnywhereReachesItsEnd() {
        for (int request = 1; request <= 40; request++) {
            SimulatedBalena balena = fleet();
            balena.run(balena.briefOptions(Duration.ofMinutes(2)));
            int chosen = balena.requests + request;
            balena.disturbance = (number, isWrite) -> number == chosen ? Trouble.KILLED_AFTER : Trouble.NONE;
            try {
                balena.undo(balena.briefOptions(DAYS));
            } catch (Killed e) {
                // Run again.
            }
            balena.disturbance = (number, isWrite) -> Trouble.NONE;
            RolloutTest.undone(balena);
        }
    }

    @Test
    void twoAtOnceReachTheSameEnd() {
        State expected = undisturbed();
        int all = requests();
        for (int request = 1; request <= all; request++) {
            SimulatedBalena balena = fleet();
            int chosen = request;
            balena.beforeEach = () -> {
                if (balena.requests == chosen) {
                    balena.beforeEach = () -> {};
                    RolloutOutcome other = balena.run(balena.briefOptions(DAYS));
                    assertInstanceOf(RolloutOutcome.Done.class, other, () -> chosen + " " + other + balena.log);
                }
            };
            RolloutOutcome outcome = balena.run(balena.briefOptions(DAYS));
            assertInstanceOf(RolloutOutcome.Done.class, outcome, () -> chosen + " " + outcome + balena.log);
            assertEquals(expected.pins(), State.of(balena).pins(), () -> chosen + balena.log.toString());
            assertEquals(expected.fleet(), State.of(balena).fleet());
        }
    }

    @Test
    void anUndoInTheMiddleOfARunStopsItAndLeavesNoPin() {
        int all = requests();
        for (int request = 1; request <= all; request++) {
            SimulatedBalena balena = fleet();
            List<Long> before = State.of(balena).pins();
            int chosen = request;
            AtomicBoolean wasDone = new AtomicBoolean();
            AtomicBoolean wasUndone = new AtomicBoolean();
            balena.beforeEach = () -> {
                boolean hasBegun = balena.tags.containsKey(JournalKeys.key(1, JournalKeys.ORIGIN));
                if (balena.requests >= chosen && hasBegun) {
                    balena.beforeEach = () -> {};
                    wasUndone.set(true);
                    wasDone.set(balena.tags.containsKey(JournalKeys.key(1, JournalKeys.DONE)));
                    RolloutTest.undone(balena);
                    balena.isUndo = false;
                }
            };
            RolloutOutcome outcome = balena.run(balena.briefOptions(DAYS));
            if (!wasUndone.get()) {
                // Pauses of polls are random, hence so is the number of requests.
                continue;
            }
            boolean isSaid = outcome instanceof RolloutOutcome.Superseded
                    || wasDone.get() && outcome instanceof RolloutOutcome.Done;
            assertTrue(isSaid, () -> chosen + " " + outcome + balena.log);
            assertEquals(before, State.of(balena).pins(), () -> chosen + balena.log.toString());
        }
    }
}

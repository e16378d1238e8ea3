package io.balena.releaseupdate.rollout;

import static io.balena.releaseupdate.rollout.SimulatedDevices.ORIGIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.rollout.SimulatedBalena.Killed;
import io.balena.releaseupdate.rollout.SimulatedBalena.Trouble;
import io.balena.releaseupdate.rollout.journal.JournalKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each write in turn is delayed, its process dies, and other processes continue at once: the write must not take effect
 * once it is obsolete.
 */
class RolloutLateWritesTest {

    private static final Duration DAYS = Duration.ofDays(3);

    private final List<String> late = new ArrayList<>();

    private static SimulatedBalena fleet() {
        SimulatedDevices devices = new SimulatedDevices(new Random(7), 40, 0).withOddOnes();
        devices.slowest = 30;
        return new SimulatedBalena(devices);
    }

    private static List<Long> pins(SimulatedBalena balena) {
        return balena.devices.all.stream()
                .map(device -> device.pin == null ? 0 : device.pin)
                .toList();
    }

    /** Delays the effect of the write with this number from now, and kills the process at it. */
    private void holdUp(SimulatedBalena balena, int write, Duration delay) {
        AtomicInteger left = new AtomicInteger(write);
        balena.delay = delay;
        balena.disturbance = (request, isWrite) -> {
            if (left.get() <= 0) {
                balena.disturbance = (other, isOther) -> Trouble.NONE;
                return Trouble.KILLED_BEFORE;
            }
            return isWrite && left.decrementAndGet() == 0 ? Trouble.DONE_LATE : Trouble.NONE;
        };
    }

    private boolean isKilled(SimulatedBalena balena, Consumer<SimulatedBalena> process) {
        try {
            process.accept(balena);
            return false;
        } catch (Killed e) {
            late.add(balena.log.stream()
                    .filter(line -> line.endsWith("DONE_LATE"))
                    .findFirst()
                    .orElseThrow());
            return true;
        }
    }

    private static void run(SimulatedBalena balena) {
        balena.run(balena.briefOptions(DAYS));
    }

    private static void undo(SimulatedBalena balena) {
        balena.undo(balena.briefOptions(DAYS));
    }

    private static boolean hasBegun(SimulatedBalena balena) {
        return balena.tags.containsKey(JournalKeys.key(1, JournalKeys.ORIGIN));
    }

    /** An undo takes some eight seconds: these come within it, right after it, and much later. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 9, 15, 60, 600})
    void noLateWriteOfARollOutUndoesItsUndo(int seconds) {
        SimulatedBalena balena = fleet();
        holdUp(balena, 1, Duration.ofSeconds(seconds));
        for (int write = 2; isKilled(balena, RolloutLateWritesTest::run); write++) {
            SimulatedBalena killed = balena;
            if (hasBegun(balena)) {
                RolloutTest.undone(balena);
            }
            balena.letAllHappen();
            assertEquals(pins(fleet()), pins(balena), () -> late + " " + killed.log);
            assertEquals(ORIGIN, balena.devices.fleetTarget, () -> late + " " + killed.log);
            balena = fleet();
            holdUp(balena, write, Duration.ofSeconds(seconds));
        }
        for (String what : new String[] {"pin [", "pin fleet", "clear [", "tag "}) {
            assertTrue(late.stream().anyMatch(line -> line.contains(" " + what)), late::toString);
        }
    }

    /** The first undo is delayed, a second one ends, and a new attempt is in progress when the late write arrives. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 9, 15, 60, 120, 600})
    void noLateWriteOfAnUndoDisturbsTheNextAttempt(int seconds) {
        for (int write = 1; ; write++) {
            SimulatedBalena balena = fleet();
            run(balena);
            holdUp(balena, write, Duration.ofSeconds(seconds));
            if (!isKilled(balena, RolloutLateWritesTest::undo)) {
                break;
            }
            RolloutTest.undone(balena);
            balena.isUndo = false;
            balena.devices.all.forEach(device -> device.isOurs = false);
            RolloutOutcome outcome = balena.run(balena.briefOptions(DAYS));
            assertInstanceOf(RolloutOutcome.Done.class, outcome, () -> late + " " + outcome + balena.log);
            balena.letAllHappen();
            assertEquals(pins(fleet()), pins(balena), () -> late + " " + balena.log);
            RolloutTest.requireAllUpdated(balena, false);
        }
        assertTrue(late.stream().anyMatch(line -> line.contains(" pin fleet")), late::toString);
    }

    @Test
    void everyLateWriteIsWaitedForByTheNextRun() {
        for (int write = 1; ; write++) {
            SimulatedBalena balena = fleet();
            holdUp(balena, write, Duration.ofSeconds(7));
            if (!isKilled(balena, RolloutLateWritesTest::run)) {
                return;
            }
            RolloutOutcome outcome = balena.run(balena.briefOptions(DAYS));
            assertInstanceOf(RolloutOutcome.Done.class, outcome, () -> late + " " + outcome + balena.log);
            balena.letAllHappen();
            assertEquals(pins(fleet()), pins(balena), () -> late + " " + balena.log);
        }
    }
}

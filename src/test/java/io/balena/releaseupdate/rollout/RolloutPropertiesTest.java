package io.balena.releaseupdate.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.ReleaseState;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.rollout.SimulatedBalena.Killed;
import io.balena.releaseupdate.rollout.SimulatedBalena.Trouble;
import io.balena.releaseupdate.rollout.SimulatedDevices.Device;
import io.balena.releaseupdate.rollout.plan.RolloutOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Roll-outs in random histories: devices that fail, requests that are lost, late or refused, processes that are killed,
 * and other users who pin, clear, freeze and move devices and the fleet. The guarantees are checked at every write, see
 * {@link SimulatedBalena}.
 */
class RolloutPropertiesTest {

    private static final int HISTORIES = 1_000;
    private static final Duration DAYS = Duration.ofDays(3);

    /** One history, its balena, and the intents of other users. */
    private static final class History {
        private final Random random;
        private final SimulatedBalena balena;
        private final Map<Device, Long> wanted = new HashMap<>();
        private final TreeMap<Integer, Runnable> acts = new TreeMap<>();
        private final boolean isCron;
        private boolean wasDisturbed;

        History(long seed) {
            random = new Random(seed);
            isCron = random.nextInt(4) == 0;
            double broken = random.nextInt(3) == 0 ? random.nextDouble() * 0.5 : 0;
            SimulatedDevices devices = new SimulatedDevices(random, 1 + random.nextInt(60), broken).withOddOnes();
            devices.slowest = 10 + random.nextInt(300);
            balena = new SimulatedBalena(devices);
            balena.delay = random.nextBoolean() ? null : Duration.ofSeconds(1L << random.nextInt(10));
            double trouble = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.1;
            Trouble[] kinds = Trouble.values();
            balena.disturbance = (request, isWrite) ->
                    random.nextDouble() < trouble ? kinds[1 + random.nextInt(kinds.length - 1)] : Trouble.NONE;
            int count = random.nextInt(2) == 0 ? 0 : 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                acts.put(random.nextInt(200), this::act);
            }
            balena.beforeEach = () -> {
                while (!acts.isEmpty() && acts.firstKey() <= balena.requests) {
                    acts.pollFirstEntry().getValue().run();
                }
            };
        }

        private void act() {
            wasDisturbed = true;
            Device device = balena.devices.all.get(random.nextInt(balena.devices.all.size()));
            switch (random.nextInt(8)) {
                case 0 -> pin(device, SimulatedDevices.OTHER_RELEASE);
                case 1 -> pin(device, SimulatedDevices.TARGET);
                case 2 -> pin(device, null);
                case 3 -> device.isFrozen = true;
                case 4 -> {
                    device.isOfFleet = false;
                    device.pin = null;
                    device.isOurs = false;
                    wanted.remove(device);
                }
                case 5 -> balena.pinFleetBySomebody(SimulatedDevices.OTHER_RELEASE, false);
                case 6 -> balena.pinFleetBySomebody(balena.devices.fleetTarget, true);
                default -> balena.release = new ReleaseState(ReleaseState.SUCCESS, true, true);
            }
            if (device.isFrozen && device.isOfFleet) {
                wanted.put(device, device.pin);
            }
        }

        private void pin(Device device, Long release) {
            if (device.isFrozen) {
                return;
            }
            balena.pinBySomebody(device, release);
            wanted.remove(device);
            if (release != null && release != SimulatedDevices.TARGET) {
                wanted.put(device, release);
            }
        }

        RolloutOutcome run(boolean isUndo) {
            while (true) {
                try {
                    RolloutOptions options = balena.briefOptions(isCron ? Duration.ofSeconds(90) : DAYS);
                    RolloutOutcome outcome = isUndo ? balena.undo(options) : balena.run(options);
                    if (isCron && outcome instanceof RolloutOutcome.TimedOut) {
                        betweenRuns();
                        continue;
                    }
                    boolean hasRead = !(outcome instanceof RolloutOutcome.Stopped stopped
                            && stopped.report().isEmpty()
                            && stopped.reason() instanceof BalenaException.Unavailable);
                    if (hasRead || wasDisturbed) {
                        return outcome;
                    }
                } catch (Killed e) {
                    // Run again.
                }
            }
        }

        private void betweenRuns() {
            balena.pause(Duration.ofHours(1));
            if (random.nextInt(20) == 0) {
                act();
            }
        }

        /** Delayed requests take effect now, if they still may. */
        void letLateWritesHappen() {
            List<Long> before = pins();
            balena.letAllHappen();
            assertEquals(before, pins(), "a late write changed something");
        }

        private List<Long> pins() {
            return balena.devices.all.stream()
                    .map(device -> device.pin == null ? 0 : device.pin)
                    .toList();
        }

        void check(RolloutOutcome outcome) {
            wanted.forEach((device, pin) -> assertEquals(pin, device.pin, "device " + device.id));
            if (outcome instanceof RolloutOutcome.Superseded) {
                assertTrue(wasDisturbed, "nobody else did anything");
            }
            if (outcome instanceof RolloutOutcome.Done && !wasDisturbed) {
                RolloutTest.requireAllUpdated(balena, false);
            }
        }
    }

    @Test
    void holdsInRandomHistories() {
        long base = new Random().nextLong();
        System.out.println("Random histories of roll-outs, from seed " + base);
        Map<String, Integer> endings = new TreeMap<>();
        for (int i = 0; i < HISTORIES; i++) {
            long seed = base + i;
            History history = new History(seed);
            try {
                RolloutOutcome outcome = history.run(false);
                endings.merge(outcome.getClass().getSimpleName(), 1, Integer::sum);
                history.check(outcome);
                if (history.random.nextBoolean()) {
                    outcome = history.run(true);
                    history.letLateWritesHappen();
                    endings.merge(outcome.getClass().getSimpleName(), 1, Integer::sum);
                    history.wanted.forEach((device, pin) -> assertEquals(pin, device.pin, "device " + device.id));
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + "L: " + e + history.balena.log, e);
            }
        }
        System.out.println("They ended as " + endings);
        for (String ending : new String[] {"Done", "Undone", "Paused", "Superseded", "Stopped"}) {
            assertTrue(endings.containsKey(ending), "never " + ending + ": the histories are too tame");
        }
    }
}

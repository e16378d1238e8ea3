package io.balena.releaseupdate.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DevicePinRequest;
import io.balena.releaseupdate.model.DeviceSelection;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetDevice;
import io.balena.releaseupdate.model.PinRequest;
import io.balena.releaseupdate.model.PinState;
import io.balena.releaseupdate.model.ReleaseTags;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.WriteResult;
import io.balena.releaseupdate.rollout.SimulatedDevices.Device;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads that show pins and tags as they were some seconds ago, as those of a replica do. */
class RolloutLagTest {

    private static final Duration DAYS = Duration.ofDays(3);

    private static final class Lagging extends SimulatedBalena {
        private record Pins(Map<Device, Optional<Long>> devices, Long fleet) {}

        private final TreeMap<Long, Pins> history = new TreeMap<>();
        private final Random random = new Random(3);
        private final Duration lag;

        /** Each read lags by at most this much. */
        Lagging(long seconds) {
            super(new SimulatedDevices(new Random(7), 40, 0).withOddOnes());
            devices.slowest = 30;
            lag = Duration.ofSeconds(seconds);
            remember();
        }

        private void remember() {
            history.put(
                    now,
                    new Pins(
                            devices.all.stream()
                                    .collect(Collectors.toMap(
                                            device -> device, device -> Optional.ofNullable(device.pin))),
                            devices.fleetTarget));
        }

        private void show(Pins pins) {
            pins.devices().forEach((device, pin) -> device.pin = pin.orElse(null));
            devices.fleetTarget = pins.fleet();
        }

        private long shownTime() {
            return now - (long) (random.nextDouble() * lag.toNanos());
        }

        private <T> T lagging(Supplier<T> read) {
            Pins truth = history.lastEntry().getValue();
            Map.Entry<Long, Pins> shown = history.floorEntry(shownTime());
            show(shown == null ? history.firstEntry().getValue() : shown.getValue());
            try {
                return read.get();
            } finally {
                show(truth);
            }
        }

        private WriteResult remembered(WriteResult answer) {
            remember();
            return answer;
        }

        @Override
        public ReleaseTags releaseTags(long id, String prefix, Deadline deadline) {
            ReleaseTags answer = super.releaseTags(id, prefix, deadline);
            Instant shown = SimulatedDevices.START.plusNanos(shownTime());
            return new ReleaseTags(
                    answer.tags().stream()
                            .filter(tag -> !tag.created().isAfter(shown))
                            .toList(),
                    answer.now());
        }

        @Override
        public PinState pinState(Fleet fleet, long id, Deadline deadline) {
            return lagging(() -> super.pinState(fleet, id, deadline));
        }

        @Override
        public List<FleetDevice> fleetDevices(
                Fleet fleet, DeviceSelection which, Optional<String> healthyTag, Deadline deadline) {
            return lagging(() -> super.fleetDevices(fleet, which, healthyTag, deadline));
        }

        @Override
        public WriteResult pin(PinRequest request, Deadline deadline) {
            return remembered(super.pin(request, deadline));
        }

        @Override
        public WriteResult pinDevices(DevicePinRequest request, Deadline deadline) {
            return remembered(super.pinDevices(request, deadline));
        }

        List<Long> pins() {
            return devices.all.stream()
                    .map(device -> device.pin == null ? 0 : device.pin)
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 5, 10})
    void aRollOutComesToItsEnd(long seconds) {
        Lagging balena = new Lagging(seconds);
        List<Long> before = balena.pins();

        RolloutOutcome outcome = balena.run(balena.briefOptions(DAYS));
        while (!(outcome instanceof RolloutOutcome.Done) && seconds > 3) {
            RolloutOutcome last = outcome;
            assertInstanceOf(RolloutOutcome.Superseded.class, last, () -> last + balena.log.toString());
            outcome = balena.run(balena.briefOptions(DAYS));
        }

        RolloutOutcome last = outcome;
        assertInstanceOf(RolloutOutcome.Done.class, last, () -> last + balena.log.toString());
        assertEquals(before, balena.pins(), () -> balena.log.toString());
    }

    @Test
    void soDoesItsUndo() {
        for (long seconds : new long[] {1, 2, 5}) {
            Lagging balena = new Lagging(seconds);
            List<Long> before = balena.pins();
            balena.run(balena.briefOptions(Duration.ofMinutes(2)));

            RolloutTest.undone(balena);

            assertEquals(before, balena.pins(), () -> balena.log.toString());
        }
    }
}

package io.balena.releaseupdate.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeviceSelection;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetDevice;
import io.balena.releaseupdate.model.ReleaseTags;
import io.balena.releaseupdate.model.RolloutCounts;
import io.balena.releaseupdate.model.RolloutCountsRequest;
import io.balena.releaseupdate.model.RolloutOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that look valid but are wrong. */
class RolloutLiesTest {

    private static final Duration DAYS = Duration.ofDays(3);

    /** A balena whose response to one read is empty. */
    private static final class Forgetful extends SimulatedBalena {
        private int reads;
        private int lie;

        Forgetful() {
            super(devices());
        }

        private static SimulatedDevices devices() {
            SimulatedDevices devices = new SimulatedDevices(new Random(7), 40, 0).withOddOnes();
            devices.slowest = 30;
            return devices;
        }

        private boolean isLie() {
            reads++;
            return reads == lie;
        }

        @Override
        public ReleaseTags releaseTags(long id, String prefix, Deadline deadline) {
            ReleaseTags answer = super.releaseTags(id, prefix, deadline);
            return isLie() ? new ReleaseTags(List.of(), answer.now()) : answer;
        }

        @Override
        public List<FleetDevice> fleetDevices(
                Fleet fleet, DeviceSelection which, Optional<String> healthyTag, Deadline deadline) {
            List<FleetDevice> answer = super.fleetDevices(fleet, which, healthyTag, deadline);
            return isLie() ? List.of() : answer;
        }

        @Override
        public RolloutCounts rolloutCounts(RolloutCountsRequest request, Deadline deadline) {
            RolloutCounts answer = super.rolloutCounts(request, deadline);
            return isLie()
                    ? new RolloutCounts(0, new RolloutCounts.Alone(0, 0), new RolloutCounts.Stage(0, 0, 0, 0, 0, 0))
                    : answer;
        }

        List<Long> pins() {
            return devices.all.stream()
                    .map(device -> device.pin == null ? 0 : device.pin)
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noSingleEmptyAnswerChangesTheEnd(boolean isCron) {
        Forgetful honest = new Forgetful();
        List<Long> before = honest.pins();
        end(honest, isCron);
        for (int lie = 1; lie <= honest.reads; lie++) {
            Forgetful balena = new Forgetful();
            balena.lie = lie;
            int chosen = lie;
            RolloutOutcome outcome = end(balena, isCron);
            assertInstanceOf(RolloutOutcome.Done.class, outcome, () -> chosen + " " + outcome + balena.log);
            assertEquals(before, balena.pins(), () -> chosen + balena.log.toString());
            assertEquals(SimulatedDevices.TARGET, balena.devices.fleetTarget);
            long pinnedByMistake = balena.devices.all.stream()
                    .filter(device -> device.isOurs && !device.isReachable)
                    .count();
            assertEquals(0, pinnedByMistake);
        }
    }

    private static RolloutOutcome end(SimulatedBalena balena, boolean isCron) {
        RolloutOutcome outcome = balena.run(balena.briefOptions(isCron ? Duration.ofMinutes(1) : DAYS));
        while (outcome instanceof RolloutOutcome.TimedOut) {
            balena.pause(Duration.ofHours(1));
            outcome = balena.run(balena.briefOptions(Duration.ofMinutes(1)));
        }
        return outcome;
    }

    @Test
    void noSingleEmptyAnswerLeavesAPinAtTheEndOfAnUndo() {
        for (int lie = 1; lie <= 25; lie++) {
            Forgetful balena = new Forgetful();
            List<Long> before = balena.pins();
            balena.run(balena.briefOptions(Duration.ofMinutes(2)));
            balena.lie = balena.reads + lie;
            RolloutTest.undone(balena);
            assertEquals(before, balena.pins());
        }
    }
}

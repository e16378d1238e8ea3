package io.balena.releaseupdate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FleetStatusTest {

    private static final DeviceCounts COUNTS =
            new DeviceCounts(Map.of(DeviceState.UPDATED, 1L, DeviceState.WAITING, 2L), 10, 100, 1_000, 10_000);

    @Test
    void everyDeviceIsCountedOnce() {
        assertEquals(3, COUNTS.targeted());
        assertEquals(1, COUNTS.updated());
        assertEquals(0, COUNTS.in(DeviceState.REJECTED));
        assertEquals(11_113, COUNTS.total());
    }

    @Test
    void isCompleteOnceAllDevicesWithThatTargetRunIt() {
        assertFalse(status(COUNTS, 5).isComplete());
        assertTrue(status(new DeviceCounts(Map.of(DeviceState.UPDATED, 3L), 1, 1, 1, 1), 5)
                .isComplete());
    }

    @Test
    void knowsWhetherTheReleaseIsTheFleets() {
        assertTrue(status(COUNTS, 5).isFleetTarget());
        assertFalse(status(COUNTS, 6).isFleetTarget());
    }

    private static FleetStatus status(DeviceCounts counts, long release) {
        var target = new FleetTarget(Optional.of(new ReleaseName(5, "abcdef")), false);
        return new FleetStatus(
                new Fleet(1, "acme/kiosk"), target, new ReleaseName(release, "abcdef"), counts, List.of());
    }
}

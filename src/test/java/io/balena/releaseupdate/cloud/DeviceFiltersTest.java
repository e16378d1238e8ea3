package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeviceFiltersTest {

    private static final DeviceFilters ALL_FIELDS =
            new DeviceFilters(new DeviceFields(Set.of("is_active", "is_frozen", "api_heartbeat_state")));
    private static final DeviceFilters NO_FIELDS = new DeviceFilters(new DeviceFields(Set.of("uuid")));

    @Test
    void aDeviceFollowsUnlessItIsInactiveFrozenOrPinned() {
        assertEquals(
                "is_active ne false and is_frozen ne true and is_pinned_on__release eq null", ALL_FIELDS.following());
        assertEquals("is_active ne false and is_frozen ne true", ALL_FIELDS.able());
        assertEquals(Optional.of("is_active eq false"), ALL_FIELDS.inactive());
        assertEquals(Optional.of("is_active ne false and is_frozen eq true"), ALL_FIELDS.frozen());
    }

    @Test
    void noFilterNamesAFieldThatTheApiLacks() {
        assertEquals("is_pinned_on__release eq null", NO_FIELDS.following());
        assertEquals("", NO_FIELDS.able());
        assertEquals(Optional.empty(), NO_FIELDS.inactive());
        assertEquals(Optional.empty(), NO_FIELDS.frozen());
        assertEquals("", NO_FIELDS.reachable());
        assertEquals(
                Optional.of("is_frozen eq true"), new DeviceFilters(new DeviceFields(Set.of("is_frozen"))).frozen());
    }

    @Test
    void aDeviceIsReachableIfItsHeartbeatIsAtMostLate() {
        assertEquals("api_heartbeat_state in ('online','timeout')", ALL_FIELDS.reachable());
    }

    @Test
    void pinnedDevicesHaveATargetOfTheirOwn() {
        assertEquals("is_active ne false and is_frozen ne true and is_pinned_on__release ne null", ALL_FIELDS.pinned());
        assertEquals("is_pinned_on__release ne null and is_pinned_on__release ne 5", NO_FIELDS.pinnedElsewhere(5));
    }

    @Test
    void followingDevicesHaveTheTargetOfTheFleet() {
        assertEquals("is_pinned_on__release eq 5", NO_FIELDS.targeted(5, false));
        assertEquals("(is_pinned_on__release eq 5 or is_pinned_on__release eq null)", NO_FIELDS.targeted(5, true));
    }

    @Test
    void conditionsThatAreNotThereAreLeftOut() {
        assertEquals("a and b", DeviceFilters.all("a", null, "", "b"));
        assertEquals("", DeviceFilters.all(null, ""));
    }
}

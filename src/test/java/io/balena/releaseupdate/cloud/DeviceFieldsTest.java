package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class DeviceFieldsTest {

    private static final Map<String, Predicate<DeviceFields>> FIELDS = Map.of(
            "is_active", DeviceFields::hasActive,
            "is_frozen", DeviceFields::hasFrozen,
            "update_status", DeviceFields::hasUpdateStatus,
            "last_update_status_event", DeviceFields::hasUpdateStatusTime,
            "api_heartbeat_state", DeviceFields::hasHeartbeat,
            "changed_api_heartbeat_state_on__date", DeviceFields::hasHeartbeatTime);

    @Test
    void eachFieldIsKnownByItsName() {
        for (String name : FIELDS.keySet()) {
            var fields = new DeviceFields(Set.of("id", name));
            FIELDS.forEach((other, has) -> assertEquals(other.equals(name), has.test(fields), name + ": " + other));
        }
    }
}

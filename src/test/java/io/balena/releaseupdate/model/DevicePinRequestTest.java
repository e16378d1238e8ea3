package io.balena.releaseupdate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DevicePinRequestTest {

    @Test
    void theSameForOtherDevicesKeepsTheConditions() {
        DevicePinRequest request = new DevicePinRequest(
                new Fleet(1, "acme/kiosk"),
                new FleetTarget(Optional.of(new ReleaseName(9, "c9")), false),
                9,
                Set.of(1L, 2L),
                true,
                false,
                Optional.of(new ForbiddenTag(9, "stop")));
        DevicePinRequest other = request.to(Set.of(3L));
        assertEquals(Set.of(3L), other.ids());
        assertEquals(request, other.to(Set.of(1L, 2L)));
    }
}

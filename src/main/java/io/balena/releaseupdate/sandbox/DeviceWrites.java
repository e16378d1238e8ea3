package io.balena.releaseupdate.sandbox;

import io.balena.releaseupdate.sandbox.data.Data;
import io.balena.releaseupdate.sandbox.data.RefusedException;
import io.balena.releaseupdate.sandbox.data.Resource;
import io.balena.releaseupdate.sandbox.data.Row;
import io.balena.releaseupdate.sandbox.device.Devices;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** Writes to devices: pins, and moves to other fleets. Devices report all other properties themselves. */
final class DeviceWrites {
    private static final String PIN = "is_pinned_on__release";
    private static final String FLEET = "belongs_to__application";
    private static final String NAME = "device_name";

    private final Data data;
    private final Devices devices;
    private final Clock clock;

    DeviceWrites(Data data, Devices devices, Clock clock) {
        this.data = data;
        this.devices = devices;
        this.clock = clock;
    }

    void patch(List<Row> rows, Body body) {
        body.requireOnly(Set.of(PIN, FLEET, NAME));
        Long fleet = body.has(FLEET) ? body.reference(FLEET) : null;
        Long pin = body.has(PIN) ? body.reference(PIN) : null;
        String name = body.has(NAME) ? body.text(NAME) : null;
        if (fleet != null && data.find(Resource.APPLICATION, fleet) == null) {
            throw new RefusedException(409, "Data is referenced by belongs_to__application.");
        }
        if (pin != null) {
            requirePinnable(rows, body.has(FLEET), fleet, pin);
        }
        for (Row device : rows) {
            if (body.has(FLEET)) {
                // Its pin refers to a release of the other fleet.
                device.set(FLEET, fleet).set(PIN, null);
            }
            if (body.has(PIN)) {
                device.set(PIN, pin);
            }
            if (name != null) {
                device.set(NAME, name);
            }
            device.set("modified_at", clock.instant());
        }
        devices.devicesChanged(rows.stream().map(Row::id).toList());
    }

    private void requirePinnable(List<Row> devices, boolean isMoved, Long newFleet, long pin) {
        Row release = data.find(Resource.RELEASE, pin);
        if (release == null && !devices.isEmpty()) {
            throw new RefusedException(409, "Data is referenced by is_pinned_on__release.");
        }
        for (Row device : devices) {
            Object fleet = isMoved ? newFleet : device.get(FLEET);
            if (!"success".equals(release.get("status"))
                    || !release.get("belongs_to__application").equals(fleet)) {
                throw new RefusedException(
                        400,
                        "It is necessary that each release that a device is pinned on, has a status that is equal to "
                                + "\"success\" and belongs to the application that the device belongs to.");
            }
        }
    }
}

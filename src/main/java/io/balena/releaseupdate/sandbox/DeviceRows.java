package io.balena.releaseupdate.sandbox;

import io.balena.releaseupdate.sandbox.data.Data;
import io.balena.releaseupdate.sandbox.data.Fake;
import io.balena.releaseupdate.sandbox.data.Resource;
import io.balena.releaseupdate.sandbox.data.Row;

/** Creates rows of devices in their initial state. */
final class DeviceRows {
    private DeviceRows() {}

    /** Adds a device of a current balenaOS; returns its id. */
    static long add(Data data, long id, long fleet, Long release, boolean online, Object... properties) {
        synchronized (data) {
            String uuid = Fake.hex("device " + id, 32);
            Row device = data.add(Resource.DEVICE, id);
            Object created = device.get("created_at");
            device.set("belongs_to__application", fleet)
                    .set("is_running__release", release)
                    .set("uuid", uuid)
                    .set("device_name", "device-" + uuid.substring(0, 7))
                    .set("is_online", online)
                    .set("is_connected_to_vpn", online)
                    .set("is_active", true)
                    .set("is_frozen", false)
                    .set("api_heartbeat_state", online ? "online" : "offline")
                    .set("changed_api_heartbeat_state_on__date", created)
                    .set("last_connectivity_event", created)
                    .set("modified_at", created)
                    .set("status", "Idle")
                    .set("overall_status", online ? "operational" : "disconnected")
                    .set("os_version", "balenaOS 6.5.39")
                    .set("supervisor_version", "17.2.2");
            set(device, properties);
            return id;
        }
    }

    /** Sets properties given as {@code name, value, name, value, …}. */
    static void set(Row row, Object... properties) {
        if (properties.length % 2 != 0) {
            throw new IllegalArgumentException("a property without a value");
        }
        for (int i = 0; i < properties.length; i += 2) {
            row.set((String) properties[i], properties[i + 1]);
        }
    }
}

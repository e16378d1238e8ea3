package io.balena.releaseupdate.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A device that delays a fleet's update.
 *
 * @param uuid its full uuid, 32 or 62 hex digits
 * @param name its name
 * @param state its progress; never {@link DeviceState#UPDATED}
 * @param since when it entered that state, by balena's clock; empty if balena does not record it
 */
public record DelayedDevice(String uuid, String name, DeviceState state, Optional<Instant> since) {

    private static final int SHORT_UUID = 7;

    /** The first 7 digits of the uuid, as balena's dashboard and CLI show them; unsanitized. */
    public String shortUuid() {
        return uuid.substring(0, Math.min(SHORT_UUID, uuid.length()));
    }
}

package io.balena.releaseupdate.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A device that a fleet's update is waiting for.
 *
 * @param uuid its full uuid, 32 or 62 hex digits
 * @param name its name
 * @param state how far it is; never {@link DeviceState#UPDATED}
 * @param since since when it has been in that state by balena's clock; empty if balena does not record it
 */
public record DelayedDevice(String uuid, String name, DeviceState state, Optional<Instant> since) {

    private static final int SHORT_UUID = 7;

    /** The beginning of the uuid, as long as balena's dashboard and CLI show it; not yet fit to be shown. */
    public String shortUuid() {
        return uuid.substring(0, Math.min(SHORT_UUID, uuid.length()));
    }
}

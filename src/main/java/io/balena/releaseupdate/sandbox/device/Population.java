package io.balena.releaseupdate.sandbox.device;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which devices are simulated, and how. A fleet's devices stay as built until a request changes their target;
 * {@link #live} simulates them from the start.
 */
public final class Population {
    private final Set<Long> liveFleets = new HashSet<>();
    private final Map<Long, DeviceTraits> ofFleets = new HashMap<>();
    private final Map<Long, DeviceTraits> ofDevices = new HashMap<>();

    /** Simulates a fleet's devices from the start. */
    public synchronized Population live(long fleet) {
        liveFleets.add(fleet);
        return this;
    }

    /** Sets the behaviour of a fleet's devices without their own; effective for devices that have not started yet. */
    public synchronized Population fleet(long fleet, DeviceTraits habits) {
        ofFleets.put(fleet, habits);
        return this;
    }

    /** Sets the behaviour of a device. */
    public synchronized Population device(long device, DeviceTraits habits) {
        ofDevices.put(device, habits);
        return this;
    }

    synchronized Set<Long> liveFleets() {
        return Set.copyOf(liveFleets);
    }

    synchronized DeviceTraits habits(long fleet, long device) {
        DeviceTraits ofFleet = ofFleets.getOrDefault(fleet, DeviceTraits.USUAL);
        return ofDevices.getOrDefault(device, ofFleet);
    }
}

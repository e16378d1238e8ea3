package io.balena.releaseupdate.sandbox.device;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who lives, and how. A fleet's devices stand still as the world was built until a request changes what they should run,
 * or from the start if {@link #live} says so.
 */
public final class Population {
    private final Set<Long> liveFleets = new HashSet<>();
    private final Map<Long, Habits> ofFleets = new HashMap<>();
    private final Map<Long, Habits> ofDevices = new HashMap<>();

    /** Has a fleet's devices live from the start. */
    public synchronized Population live(long fleet) {
        liveFleets.add(fleet);
        return this;
    }

    /** How a fleet's devices live that have no habits of their own; at once for those that are not awake yet. */
    public synchronized Population fleet(long fleet, Habits habits) {
        ofFleets.put(fleet, habits);
        return this;
    }

    /** How a device lives. */
    public synchronized Population device(long device, Habits habits) {
        ofDevices.put(device, habits);
        return this;
    }

    synchronized Set<Long> liveFleets() {
        return Set.copyOf(liveFleets);
    }

    synchronized Habits habits(long fleet, long device) {
        Habits ofFleet = ofFleets.getOrDefault(fleet, Habits.USUAL);
        return ofDevices.getOrDefault(device, ofFleet);
    }
}

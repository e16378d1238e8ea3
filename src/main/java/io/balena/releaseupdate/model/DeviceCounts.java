package io.balena.releaseupdate.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * All devices of a fleet at one moment, each counted once: by state if the release is its target, else by the reason
 * why it is not.
 *
 * @param states devices with that target, by state; a state without devices is 0
 * @param otherTarget devices that follow the fleet, if the fleet has another target
 * @param pinned devices pinned on their own to another release
 * @param frozen devices that balena has frozen ({@code is_frozen}): they don't update
 * @param inactive devices that never connected ({@code is_active} is false)
 */
public record DeviceCounts(Map<DeviceState, Long> states, long otherTarget, long pinned, long frozen, long inactive) {

    /** A fleet without devices. */
    public static final DeviceCounts NONE = new DeviceCounts(Map.of(), 0, 0, 0, 0);

    public DeviceCounts {
        Map<DeviceState, Long> all = new EnumMap<>(DeviceState.class);
        for (DeviceState state : DeviceState.values()) {
            all.put(state, states.getOrDefault(state, 0L));
        }
        states = Collections.unmodifiableMap(all);
    }

    /** Devices in one state. */
    public long in(DeviceState state) {
        return states.get(state);
    }

    /** Devices with the release as their target. */
    public long targeted() {
        return states.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Devices that run the release because it is their target. */
    public long updated() {
        return in(DeviceState.UPDATED);
    }

    /** All devices of the fleet. */
    public long total() {
        return targeted() + otherTarget + pinned + frozen + inactive;
    }
}

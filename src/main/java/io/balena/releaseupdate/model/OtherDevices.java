package io.balena.releaseupdate.model;

import java.util.List;

/**
 * Devices of a fleet that do not follow it: pinning the fleet does not affect them. Each is counted once, as inactive,
 * else as frozen, else as pinned.
 *
 * @param pinned those pinned individually, by release, the largest group first
 * @param frozen those that balena has frozen ({@code is_frozen})
 * @param inactive those that never connected ({@code is_active} is false)
 */
public record OtherDevices(List<PinnedDevices> pinned, long frozen, long inactive) {

    /** No such devices. */
    public static final OtherDevices NONE = new OtherDevices(List.of(), 0, 0);

    public OtherDevices {
        pinned = List.copyOf(pinned);
    }

    /** Devices pinned individually. */
    public long pinnedCount() {
        return pinned.stream().mapToLong(PinnedDevices::deviceCount).sum();
    }

    /** All these devices. */
    public long deviceCount() {
        return pinnedCount() + frozen + inactive;
    }
}

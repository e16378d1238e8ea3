package io.balena.releaseupdate.model;

import java.util.List;

/**
 * Devices of a fleet that do not follow it: nothing changes for them when the fleet is pinned. Each is counted once, by
 * the first of these reasons that fits, the last one first.
 *
 * @param pinned those pinned on their own, by release, most first
 * @param frozen those that balena has frozen ({@code is_frozen})
 * @param inactive those that never connected ({@code is_active} is false)
 */
public record OtherDevices(List<PinnedDevices> pinned, long frozen, long inactive) {

    /** No such devices. */
    public static final OtherDevices NONE = new OtherDevices(List.of(), 0, 0);

    public OtherDevices {
        pinned = List.copyOf(pinned);
    }

    /** Devices pinned on their own. */
    public long pinnedCount() {
        return pinned.stream().mapToLong(PinnedDevices::deviceCount).sum();
    }

    /** All of them. */
    public long deviceCount() {
        return pinnedCount() + frozen + inactive;
    }
}

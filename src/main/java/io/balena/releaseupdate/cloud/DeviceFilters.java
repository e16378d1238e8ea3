package io.balena.releaseupdate.cloud;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Conditions on a fleet's devices that put each into exactly one class: the first that matches of inactive, frozen,
 * pinned on its own, and following the fleet. All compare a field with a literal, never with another field (the API
 * would take such a condition apart), and none uses a field that the API lacks.
 *
 * @param fields the fields that the API has
 */
record DeviceFilters(DeviceFields fields) {

    /** balena heard from the device: {@code timeout} means that its next request is late. */
    static final String REACHABLE = "api_heartbeat_state in ('online','timeout')";

    private static final String PIN = "is_pinned_on__release";

    /** Devices that never connected; empty if the API has no such field. */
    Optional<String> inactive() {
        return fields.hasActive() ? Optional.of("is_active eq false") : Optional.empty();
    }

    /** Frozen devices; empty if the API has no such field. */
    Optional<String> frozen() {
        return fields.hasFrozen() ? Optional.of(all(isActive(), "is_frozen eq true")) : Optional.empty();
    }

    /** Devices that can update: neither inactive nor frozen. */
    String able() {
        return all(isActive(), fields.hasFrozen() ? "is_frozen ne true" : null);
    }

    /** Devices that follow the fleet. */
    String following() {
        return all(able(), PIN + " eq null");
    }

    /** Devices pinned on their own, to whatever release. */
    String pinned() {
        return all(able(), PIN + " ne null");
    }

    /** Devices pinned on their own to a release other than this one. */
    String pinnedElsewhere(long release) {
        return all(able(), PIN + " ne null", PIN + " ne " + release);
    }

    /**
     * Devices with this release as their target.
     *
     * @param isFleetTarget whether those that follow the fleet have it
     */
    String targeted(long release, boolean isFleetTarget) {
        String pinned = PIN + " eq " + release;
        return all(able(), isFleetTarget ? "(" + pinned + " or " + PIN + " eq null)" : pinned);
    }

    /** Devices that balena heard from recently; all devices if the API has no such field. */
    String reachable() {
        return fields.hasHeartbeat() ? REACHABLE : "";
    }

    private String isActive() {
        // Not "eq true": devices without a value are active.
        return fields.hasActive() ? "is_active ne false" : null;
    }

    /** All of these conditions; null and empty ones are left out. */
    static String all(String... conditions) {
        return Stream.of(conditions)
                .filter(Objects::nonNull)
                .filter(condition -> !condition.isEmpty())
                .collect(Collectors.joining(" and "));
    }
}

package io.balena.releaseupdate.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A device of a fleet as balena shows it at one moment.
 *
 * @param id its number
 * @param uuid its globally unique id
 * @param name its name; unsanitized
 * @param pin the id of the release that it is pinned to individually ({@code is_pinned_on__release}); empty without a
 *     pin
 * @param running the id of the release that it reports to run; empty if it runs none
 * @param canUpdate whether it is active and not frozen
 * @param isReachable whether balena heard from it recently ({@code api_heartbeat_state} online or timeout)
 * @param heartbeatChanged when {@code api_heartbeat_state} last changed
 * @param updateStatus its last report ({@code update_status}), on any release
 * @param reported when it sent that report
 * @param healthyTag the value of the requested device tag; empty without that tag
 */
public record FleetDevice(
        long id,
        String uuid,
        String name,
        Optional<Long> pin,
        Optional<Long> running,
        boolean canUpdate,
        boolean isReachable,
        Optional<Instant> heartbeatChanged,
        Optional<String> updateStatus,
        Optional<Instant> reported,
        Optional<String> healthyTag) {}

package io.balena.releaseupdate.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A device of a fleet as balena shows it at one moment.
 *
 * @param id its number
 * @param uuid its name in balena's world
 * @param name what its owner calls it; not yet fit to be shown
 * @param pin the release that it is pinned to on its own, by id ({@code is_pinned_on__release})
 * @param running the release that it says it runs, by id
 * @param canUpdate whether it is active and not frozen
 * @param isReachable whether balena heard from it recently ({@code api_heartbeat_state} online or timeout)
 * @param heartbeatChanged since when {@code api_heartbeat_state} is what it is
 * @param updateStatus its last report ({@code update_status}), on whatever release
 * @param reported when it made that report
 * @param healthyTag the value of the device tag that was requested
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

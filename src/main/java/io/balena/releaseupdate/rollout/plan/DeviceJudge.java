package io.balena.releaseupdate.rollout.plan;

import io.balena.releaseupdate.model.FleetDevice;
import io.balena.releaseupdate.model.RolloutDeviceState;
import io.balena.releaseupdate.rollout.journal.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Determines the state of each device of a stage. It keeps between reads since when a device is reachable, because
 * balena's date also changes when a heartbeat is merely late.
 */
public final class DeviceJudge {

    private static final Map<String, RolloutDeviceState> REPORTS = Map.of(
            "applying changes", RolloutDeviceState.APPLYING,
            "downloaded", RolloutDeviceState.DOWNLOADED,
            "downloading", RolloutDeviceState.DOWNLOADING);

    private final long release;
    private final Optional<String> healthy;
    private final Duration timeout;

    private Map<Long, Instant> reachableSince = Map.of();

    /** @param healthy the required value of a device's healthy tag; empty if none is required */
    public DeviceJudge(long release, Optional<String> healthy, Duration timeout) {
        this.release = release;
        this.healthy = healthy;
        this.timeout = timeout;
    }

    /** The numbers of devices by state at this read. */
    public Map<RolloutDeviceState, Long> states(List<Members.Member> members, Journal journal, Instant now) {
        Map<Long, Instant> known = new HashMap<>();
        Map<RolloutDeviceState, Long> states = new EnumMap<>(RolloutDeviceState.class);
        for (Members.Member member : members) {
            FleetDevice device = member.device();
            if (device.isReachable()) {
                Instant shown = device.heartbeatChanged().orElse(now);
                known.put(device.id(), earlier(shown, reachableSince.getOrDefault(device.id(), shown)));
            }
            states.merge(
                    state(device, journal.stages().get(member.stage()), known.get(device.id()), now), 1L, Long::sum);
        }
        reachableSince = known;
        return states;
    }

    private RolloutDeviceState state(FleetDevice device, Journal.Stage stage, Instant reachable, Instant now) {
        boolean runs = device.running().equals(Optional.of(release));
        boolean isReport =
                device.reported().filter(time -> !time.isBefore(stage.began())).isPresent();
        String report = isReport && !runs ? device.updateStatus().orElse("") : "";
        if (!device.canUpdate()) {
            return RolloutDeviceState.SILENT;
        }
        if (report.equals("rejected")) {
            return RolloutDeviceState.REJECTED;
        }
        if (!device.isReachable()) {
            boolean isSince = device.heartbeatChanged()
                    .filter(time -> !time.isBefore(stage.began()))
                    .isPresent();
            return isSince ? RolloutDeviceState.LOST : RolloutDeviceState.SILENT;
        }
        if (runs && (healthy.isEmpty() || healthy.equals(device.healthyTag()))) {
            return RolloutDeviceState.UPDATED;
        }
        boolean isOverdue = stage.pinned()
                .map(pinned -> pinned.isAfter(reachable) ? pinned : reachable)
                .filter(since -> Duration.between(since, now).compareTo(timeout) >= 0)
                .isPresent();
        return isOverdue ? RolloutDeviceState.OVERDUE : REPORTS.getOrDefault(report, RolloutDeviceState.WAITING);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}

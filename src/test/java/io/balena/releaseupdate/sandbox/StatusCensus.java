package io.balena.releaseupdate.sandbox;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The progress of a fleet's devices to a release, computed device by device. */
public final class StatusCensus {

    private static final Map<String, String> REPORTS =
            Map.of("applying changes", "applying", "downloaded", "downloaded", "downloading", "downloading");
    private static final Set<String> REACHABLE = Set.of("online", "timeout");

    private final World world;
    private final long fleet;
    private final long release;
    private final Instant since;

    /** @param since older reports of devices don't count */
    public StatusCensus(World world, long fleet, long release, Instant since) {
        this.world = world;
        this.fleet = fleet;
        this.release = release;
        this.since = since;
    }

    /** How many devices are in each state, or are not concerned for each reason, by names in lower case. */
    public Map<String, Long> count() {
        return devices().collect(Collectors.groupingBy(this::state, TreeMap::new, Collectors.counting()));
    }

    private Stream<Long> devices() {
        return world.ids("device").stream()
                .filter(device -> Long.valueOf(fleet).equals(get(device, "belongs_to__application")));
    }

    private String state(long device) {
        Object pin = get(device, "is_pinned_on__release");
        if (Boolean.FALSE.equals(get(device, "is_active"))) {
            return "inactive";
        }
        if (Boolean.TRUE.equals(get(device, "is_frozen"))) {
            return "frozen";
        }
        if (pin != null && !pin.equals(release)) {
            return "pinned";
        }
        if (pin == null
                && !Long.valueOf(release).equals(world.get("application", fleet, "should_be_running__release"))) {
            return "other target";
        }
        return stateOfTargeted(device);
    }

    private String stateOfTargeted(long device) {
        if (Long.valueOf(release).equals(get(device, "is_running__release"))) {
            return "updated";
        }
        Object time = get(device, "last_update_status_event");
        String report = time == null || ((Instant) time).isBefore(since) ? "" : (String) get(device, "update_status");
        if ("rejected".equals(report)) {
            return "rejected";
        }
        if (!REACHABLE.contains(get(device, "api_heartbeat_state"))) {
            return "unreachable";
        }
        return report == null ? "waiting" : REPORTS.getOrDefault(report, "waiting");
    }

    private Object get(long device, String property) {
        return world.get("device", device, property);
    }
}

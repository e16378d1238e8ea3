package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.model.DeviceCounts;
import io.balena.releaseupdate.model.DeviceState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Counts how far a fleet's devices are with a release. The conditions exclude each other: a device matches one at most.
 *
 * @param fields the fields of a device that the API has
 * @param release the release in question
 * @param isFleetTarget whether devices that follow the fleet have it as their target
 * @param since reports before this moment are about another release
 */
record StatusQuery(DeviceFields fields, long release, boolean isFleetTarget, Instant since) {

    private static final String REJECTED = "rejected";

    /** The {@code update_status} of each state, for devices that balena hears from. */
    private static final Map<DeviceState, String> REPORTS = reports();

    private static Map<DeviceState, String> reports() {
        Map<DeviceState, String> reports = new EnumMap<>(DeviceState.class);
        reports.put(DeviceState.APPLYING, "applying changes");
        reports.put(DeviceState.DOWNLOADED, "downloaded");
        reports.put(DeviceState.DOWNLOADING, "downloading");
        return reports;
    }

    /** All counts in one statement; {@link #read} reads the response. */
    DeviceCountQuery counts() {
        List<String> filters = new ArrayList<>();
        filters.add("");
        filters.add(targeted());
        filters.add(devices().pinnedElsewhere(release));
        devices().inactive().ifPresent(filters::add);
        devices().frozen().ifPresent(filters::add);
        countedStates().values().forEach(filters::add);
        return new DeviceCountQuery(filters, release);
    }

    /**
     * Reads the counts from a response. Devices that match no condition are {@link DeviceState#WAITING}, or have
     * another target.
     */
    DeviceCounts read(ApiRows.FleetRow row) {
        var counts = counts().read(row).iterator();
        long total = counts.next();
        long targeted = counts.next();
        long pinned = counts.next();
        long inactive = devices().inactive().isPresent() ? counts.next() : 0;
        long frozen = devices().frozen().isPresent() ? counts.next() : 0;
        Map<DeviceState, Long> states = new EnumMap<>(DeviceState.class);
        countedStates().keySet().forEach(state -> states.put(state, counts.next()));
        long counted = states.values().stream().mapToLong(Long::longValue).sum();
        states.put(DeviceState.WAITING, rest(targeted, counted));
        return new DeviceCounts(states, rest(total, targeted + pinned + frozen + inactive), pinned, frozen, inactive);
    }

    private static long rest(long all, long counted) {
        if (all < counted) {
            throw new MalformedResponse("counts of devices that contradict each other");
        }
        return all - counted;
    }

    private Map<DeviceState, String> countedStates() {
        Map<DeviceState, String> states = new EnumMap<>(DeviceState.class);
        states.put(DeviceState.UPDATED, DeviceFilters.all(targeted(), "is_running__release eq " + release));
        if (fields.hasUpdateStatus()) {
            states.put(DeviceState.REJECTED, DeviceFilters.all(outdated(), reported(REJECTED)));
            REPORTS.forEach((state, report) ->
                    states.put(state, DeviceFilters.all(outdated(), devices().reachable(), reported(report))));
        }
        if (fields.hasHeartbeat()) {
            states.put(DeviceState.UNREACHABLE, unreachable());
        }
        return states;
    }

    /** Devices that reported that they are on their way, or that they rejected the release. */
    String reporting() {
        String onTheirWay = DeviceFilters.all(
                devices().reachable(), "update_status in ('applying changes','downloaded','downloading')");
        return DeviceFilters.all(outdated(), "(update_status eq '" + REJECTED + "' or " + onTheirWay + ")", isRecent());
    }

    /** Devices that balena does not hear from, except for those that rejected the release. */
    String unreachable() {
        return DeviceFilters.all(
                outdated(), "not(" + DeviceFilters.REACHABLE + ")", notReported("update_status ne '" + REJECTED + "'"));
    }

    /** Devices that balena hears from and that have not reported anything about the release. */
    String waiting() {
        return DeviceFilters.all(
                outdated(),
                devices().reachable(),
                notReported(
                        "not(update_status in ('" + REJECTED + "','applying changes','downloaded','downloading'))"));
    }

    private DeviceFilters devices() {
        return new DeviceFilters(fields);
    }

    private String targeted() {
        return devices().targeted(release, isFleetTarget);
    }

    private String outdated() {
        return DeviceFilters.all(targeted(), "is_running__release ne " + release);
    }

    private String reported(String status) {
        return DeviceFilters.all("update_status eq '" + status + "'", isRecent());
    }

    private String isRecent() {
        return fields.hasUpdateStatusTime() ? "last_update_status_event ge " + datetime() : "";
    }

    /** The opposite of a report, null included; empty if the API has no such field. */
    private String notReported(String otherStatus) {
        if (!fields.hasUpdateStatus()) {
            return "";
        }
        String other = "update_status eq null or " + otherStatus;
        return fields.hasUpdateStatusTime()
                ? "(" + other + " or last_update_status_event eq null or last_update_status_event lt " + datetime()
                        + ")"
                : "(" + other + ")";
    }

    private String datetime() {
        return "datetime'" + since.truncatedTo(ChronoUnit.MILLIS) + "'";
    }
}

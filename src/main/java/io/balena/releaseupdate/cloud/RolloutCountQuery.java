package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.model.RolloutCounts;
import io.balena.releaseupdate.model.RolloutCountsRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;

/**
 * Counts a roll-out's devices. Each condition uses only fields that the API has, and compares them with literals.
 *
 * @param fields the fields of a device that the API has; heartbeats are among them
 */
record RolloutCountQuery(DeviceFields fields, RolloutCountsRequest request) {

    private static final String UNREACHABLE = "not(" + DeviceFilters.REACHABLE + ")";

    /** Matches no device. */
    private static final String NONE = "id eq 0";

    /** All counts in one statement; {@link #read} reads the response. */
    DeviceCountQuery counts() {
        return new DeviceCountQuery(
                List.of(
                        devices().following(),
                        DeviceFilters.all(devices().following(), lostSince(request.began())),
                        DeviceFilters.all(devices().following(), DeviceFilters.REACHABLE),
                        targeted(),
                        rejected(),
                        DeviceFilters.all(notRejected(), lostSince(request.stageBegan())),
                        DeviceFilters.all(notRejected(), UNREACHABLE),
                        updated(),
                        overdue()),
                request.release().id());
    }

    /** Reads the counts from a response. */
    RolloutCounts read(ApiRows.FleetRow row) {
        Iterator<Long> counts = counts().read(row).iterator();
        long following = counts.next();
        var alone = new RolloutCounts.Alone(counts.next(), counts.next());
        long all = counts.next();
        long rejected = counts.next();
        long lost = counts.next();
        long unreachable = counts.next();
        long updated = counts.next();
        long overdue = counts.next();
        long pending = all - rejected - unreachable - updated - overdue;
        if (pending < 0 || lost > unreachable) {
            throw new MalformedResponse("counts of devices that contradict each other");
        }
        return new RolloutCounts(
                following,
                alone,
                new RolloutCounts.Stage(updated, rejected, lost, unreachable - lost, overdue, pending));
    }

    private String targeted() {
        return devices().targeted(request.release().id(), true);
    }

    private String rejected() {
        return fields.hasUpdateStatus()
                ? DeviceFilters.all(targeted(), isOutdated(), "update_status eq 'rejected'", isRecent())
                : NONE;
    }

    private String notRejected() {
        if (!fields.hasUpdateStatus()) {
            return targeted();
        }
        String old = fields.hasUpdateStatusTime()
                ? " or last_update_status_event eq null or last_update_status_event lt " + time(request.stageBegan())
                : "";
        return DeviceFilters.all(
                targeted(),
                "(is_running__release eq " + request.release().id()
                        + " or update_status eq null or update_status ne 'rejected'" + old + ")");
    }

    private String updated() {
        return DeviceFilters.all(
                targeted(),
                DeviceFilters.REACHABLE,
                "is_running__release eq " + request.release().id(),
                request.healthyTag().map(this::hasTag).orElse(""));
    }

    private String overdue() {
        if (request.overdue().isEmpty()) {
            return NONE;
        }
        String isBehind = request.healthyTag()
                .map(key -> "(" + isOutdated() + " or not(" + hasTag(key) + "))")
                .orElse(isOutdated());
        return DeviceFilters.all(
                notRejected(),
                DeviceFilters.REACHABLE,
                isBehind,
                "changed_api_heartbeat_state_on__date le "
                        + time(request.overdue().get()));
    }

    private String isOutdated() {
        return "is_running__release ne " + request.release().id();
    }

    private String hasTag(String key) {
        return "device_tag/any(t:t/tag_key eq " + OData.literal(key) + " and t/value eq "
                + OData.literal(request.release().commit()) + ")";
    }

    private String isRecent() {
        return fields.hasUpdateStatusTime() ? "last_update_status_event ge " + time(request.stageBegan()) : "";
    }

    private static String lostSince(Instant begin) {
        return UNREACHABLE + " and changed_api_heartbeat_state_on__date ge " + time(begin);
    }

    private static String time(Instant time) {
        return "datetime'" + time.truncatedTo(ChronoUnit.MILLIS) + "'";
    }

    private DeviceFilters devices() {
        return new DeviceFilters(fields);
    }
}

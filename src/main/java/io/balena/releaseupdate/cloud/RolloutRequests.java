package io.balena.releaseupdate.cloud;

import static io.balena.releaseupdate.cloud.ReleaseRows.required;

import com.fasterxml.jackson.core.type.TypeReference;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeviceSelection;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetDevice;
import io.balena.releaseupdate.model.RolloutCounts;
import io.balena.releaseupdate.model.RolloutCountsRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads single devices, and counts those of a roll-out. */
final class RolloutRequests {

    /** Devices in one response of about 2 MB. */
    private static final int PAGE = 10_000;

    private static final Duration POLL_INTERVAL = Duration.ofMinutes(15);
    private static final String POLL_NAMES =
            "name in ('RESIN_SUPERVISOR_POLL_INTERVAL','BALENA_SUPERVISOR_POLL_INTERVAL')";
    private static final RowReader<ApiRows.FleetDeviceRow> ROWS = RowReader.of(new TypeReference<>() {});

    private final BalenaApi api;
    private final Requests requests;
    private final FleetRequests fleets;
    private final FleetDeviceRequests devices;

    private DeviceFields fields;

    RolloutRequests(BalenaApi api, Requests requests, FleetRequests fleets, FleetDeviceRequests devices) {
        this.api = api;
        this.requests = requests;
        this.fleets = fleets;
        this.devices = devices;
    }

    /** See {@link RolloutCloud#fleetDevices}. */
    List<FleetDevice> devices(Fleet fleet, DeviceSelection which, Optional<String> healthyTag, Deadline deadline)
            throws InterruptedException {
        if (!knowsFields(fleet, deadline)) {
            return List.of();
        }
        String filter = DeviceFilters.all(isOfFleet(fleet), condition(which));
        String expand = healthyTag
                .map(key -> "device_tag($select=tag_key,value;$filter=tag_key eq " + OData.literal(key) + ")")
                .orElse(null);
        return pages(select(), expand, filter, deadline).stream()
                .flatMap(page -> page.map(RolloutRequests::device).stream())
                .toList();
    }

    /**
     * The fields that the API has of devices; empty if the fleet has none.
     *
     * @throws BalenaException.Usage if it lacks those that show whether devices are well
     */
    Optional<DeviceFields> fields(Fleet fleet, Deadline deadline) throws InterruptedException {
        return knowsFields(fleet, deadline) ? Optional.of(fields) : Optional.empty();
    }

    private boolean knowsFields(Fleet fleet, Deadline deadline) throws InterruptedException {
        if (fields == null) {
            fields = devices.fields(fleet, deadline).orElse(null);
        }
        if (fields != null && !(fields.hasHeartbeat() && fields.hasHeartbeatTime())) {
            throw new BalenaException.Usage(
                    "This API does not say which devices it hears from, and since when (it knows"
                            + " no api_heartbeat_state): a roll-out could not tell whether they are well.");
        }
        return fields != null;
    }

    private String select() {
        var optional = Stream.of("is_active", "is_frozen", "update_status", "last_update_status_event")
                .filter(fields.names()::contains);
        return String.join(
                ",",
                Stream.concat(
                                Stream.of(
                                        "id",
                                        "uuid",
                                        "device_name",
                                        "is_pinned_on__release",
                                        "is_running__release",
                                        "api_heartbeat_state",
                                        "changed_api_heartbeat_state_on__date"),
                                optional)
                        .toList());
    }

    private String condition(DeviceSelection which) {
        if (which instanceof DeviceSelection.PinnedTo pinned) {
            return "is_pinned_on__release eq " + pinned.release();
        }
        if (which instanceof DeviceSelection.Ids ids) {
            return OData.in("id", ids.ids());
        }
        DeviceSelection.Reachable reachable = (DeviceSelection.Reachable) which;
        String tag = reachable
                .tagKey()
                .map(key -> "device_tag/any(t:t/tag_key eq " + OData.literal(key)
                        + reachable
                                .tagValue()
                                .map(value -> " and t/value eq " + OData.literal(value))
                                .orElse("")
                        + ")")
                .orElse("");
        return DeviceFilters.all(filters().following(), DeviceFilters.REACHABLE, tag);
    }

    private DeviceFilters filters() {
        return new DeviceFilters(fields);
    }

    private static String isOfFleet(Fleet fleet) {
        return "belongs_to__application eq " + fleet.id();
    }

    /** All devices that match, by id, in pages. */
    private List<FetchedRows<ApiRows.FleetDeviceRow>> pages(
            String select, String expand, String filter, Deadline deadline) throws InterruptedException {
        List<FetchedRows<ApiRows.FleetDeviceRow>> pages = new ArrayList<>();
        String encodedExpand = expand == null ? null : OData.encode(expand);
        long last = 0;
        while (true) {
            long before = last;
            String later = OData.encode(DeviceFilters.all(before == 0 ? "" : "id gt " + before, filter));
            var page = requests.rows(
                    FleetDeviceRequests.PATH,
                    ROWS,
                    () -> api.expandedDevices(select, encodedExpand, later, OData.encode("id asc"), PAGE),
                    deadline);
            pages.add(page);
            if (page.size() < PAGE) {
                return pages;
            }
            last = page.read(rows -> lastId(rows, before));
        }
    }

    private static long lastId(List<ApiRows.FleetDeviceRow> rows, long before) {
        long last = required(rows.get(rows.size() - 1).id(), "a device without an id");
        if (last <= before) {
            throw new MalformedResponse("the same devices again");
        }
        return last;
    }

    private static FleetDevice device(ApiRows.FleetDeviceRow row) {
        String heartbeat = required(row.apiHeartbeatState(), "a device without api_heartbeat_state");
        return new FleetDevice(
                required(row.id(), "a device without an id"),
                required(row.uuid(), "a device without a uuid"),
                Optional.ofNullable(row.deviceName()).orElse(""),
                key(row.isPinnedOnRelease()),
                key(row.isRunningRelease()),
                !Boolean.FALSE.equals(row.isActive()) && !Boolean.TRUE.equals(row.isFrozen()),
                heartbeat.equals("online") || heartbeat.equals("timeout"),
                time(row.changedApiHeartbeatStateOnDate()),
                Optional.ofNullable(row.updateStatus()),
                time(row.lastUpdateStatusEvent()),
                Optional.ofNullable(row.deviceTags()).stream()
                        .flatMap(List::stream)
                        .flatMap(tag -> Optional.ofNullable(tag.value()).stream())
                        .findFirst());
    }

    private static Optional<Long> key(ApiRows.ForeignKey key) {
        return Optional.ofNullable(key).map(ApiRows.ForeignKey::id);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** See {@link RolloutCloud#rolloutCounts}. */
    RolloutCounts counts(RolloutCountsRequest request, Deadline deadline) throws InterruptedException {
        if (!knowsFields(request.fleet(), deadline)) {
            return new RolloutCounts(0, new RolloutCounts.Alone(0, 0), new RolloutCounts.Stage(0, 0, 0, 0, 0, 0));
        }
        RolloutCountQuery query = new RolloutCountQuery(fields, request);
        return fleets.fetch(request.fleet(), query.counts().expand(), deadline).readFirst(query::read);
    }

    /** See {@link RolloutCloud#longestPollInterval}. */
    Duration longestPollInterval(Fleet fleet, Deadline deadline) throws InterruptedException {
        var fetched = fleets.fetch(
                fleet, "application_config_variable($select=name,value;$filter=" + POLL_NAMES + ")", deadline);
        String expand = "device_config_variable($select=name,value;$filter=" + POLL_NAMES + ")";
        String own = DeviceFilters.all(isOfFleet(fleet), "device_config_variable/any(v:v/" + POLL_NAMES + ")");
        Stream<ApiRows.VariableRow> ofDevices = pages("id", expand, own, deadline).stream()
                .flatMap(page -> page.map(ApiRows.FleetDeviceRow::configVariables).stream())
                .filter(Objects::nonNull)
                .flatMap(List::stream);
        List<ApiRows.VariableRow> ofFleet = fetched.readFirst(
                row -> required(row.configVariables(), "a fleet without its configuration variables"));
        return Stream.concat(ofFleet.stream(), ofDevices)
                .flatMap(variable -> milliseconds(variable.value()).stream())
                .reduce(POLL_INTERVAL, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }

    /** Empty if the supervisor would not understand the value either. */
    private static Optional<Duration> milliseconds(String value) {
        try {
            return Optional.ofNullable(value)
                    .map(String::strip)
                    .map(Long::parseLong)
                    .map(Duration::ofMillis);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}

package io.balena.releaseupdate.cloud;

import static io.balena.releaseupdate.cloud.ReleaseRows.required;

import com.fasterxml.jackson.core.type.TypeReference;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DelayedDevice;
import io.balena.releaseupdate.model.DeviceCounts;
import io.balena.releaseupdate.model.DeviceState;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.model.ReleaseName;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads how far a fleet's devices are with a release. The number of requests does not depend on the number of devices:
 * one for all counts, up to three for the devices that hold things up, and two more the first time.
 */
final class StatusRequests {

    private static final RowReader<ApiRows.CreatedRow> CREATED_ROWS = RowReader.of(new TypeReference<>() {});
    private static final RowReader<ApiRows.DeviceRow> DEVICE_ROWS = RowReader.of(new TypeReference<>() {});

    private final BalenaApi api;
    private final Requests requests;
    private final FleetRequests fleets;
    private final FleetDeviceRequests devices;

    private final Map<Subject, Known> known = new ConcurrentHashMap<>();

    StatusRequests(BalenaApi api, Requests requests, FleetRequests fleets, FleetDeviceRequests devices) {
        this.api = api;
        this.requests = requests;
        this.fleets = fleets;
        this.devices = devices;
    }

    /** A fleet, and the release that it is watched for. */
    private record Subject(long fleet, long release) {}

    /**
     * The results of earlier reads.
     *
     * @param fields the fields of devices that the API has
     * @param created when the release was created
     * @param isFleetTarget whether the last read showed it as the fleet's target
     */
    private record Known(DeviceFields fields, Instant created, boolean isFleetTarget) {}

    /** See {@link BalenaCloud#status}. */
    FleetStatus status(Fleet fleet, ReleaseName release, Optional<Instant> pinned, int delayed, Deadline deadline)
            throws InterruptedException {
        Subject subject = new Subject(fleet.id(), release.id());
        Known last = known.get(subject);
        if (last == null) {
            Optional<DeviceFields> fields = devices.fields(fleet, deadline);
            if (fields.isEmpty()) {
                return withoutDevices(fleet, release, deadline);
            }
            last = new Known(fields.get(), created(release, deadline), true);
        }
        Instant created = last.created();
        Instant since = pinned.filter(time -> time.isAfter(created)).orElse(created);
        StatusQuery query = new StatusQuery(last.fields(), release.id(), last.isFleetTarget(), since);
        FleetStatus status = counts(fleet, release, query, deadline);
        if (status.isFleetTarget() != last.isFleetTarget()) {
            // Whose target it is decides which devices count.
            query = new StatusQuery(last.fields(), release.id(), status.isFleetTarget(), since);
            status = counts(fleet, release, query, deadline);
        }
        known.put(subject, new Known(last.fields(), created, query.isFleetTarget()));
        return delayed == 0
                ? status
                : new FleetStatus(
                        fleet,
                        status.target(),
                        release,
                        status.devices(),
                        delayed(fleet, query, status.devices(), delayed, deadline));
    }

    /** The status of a fleet that shows no device. That may be one unexpected response, hence the count. */
    private FleetStatus withoutDevices(Fleet fleet, ReleaseName release, Deadline deadline)
            throws InterruptedException {
        DeviceCountQuery all = new DeviceCountQuery(List.of(""), release.id());
        return fleets.fetch(fleet, all.expand(), deadline).readFirst(row -> {
            if (all.read(row).get(0) > 0) {
                throw new MalformedResponse("devices that were not there a moment ago");
            }
            return new FleetStatus(fleet, FleetRequests.target(row), release, DeviceCounts.NONE, List.of());
        });
    }

    /** When the release was created, by balena's clock: no device can have reported anything about it before. */
    private Instant created(ReleaseName release, Deadline deadline) throws InterruptedException {
        String filter = OData.encode(OData.isId(release.id()));
        var rows = requests.rows(
                ReleaseRequests.PATH,
                CREATED_ROWS,
                () -> api.releases("id,created_at", null, filter, null, null),
                deadline);
        if (rows.isEmpty()) {
            requests.checkToken(deadline);
            throw new BalenaException.NotFound("Release " + release.id() + " does not exist any more.");
        }
        return rows.readFirst(
                row -> time(row.createdAt()).orElseThrow(() -> new MalformedResponse("a release without created_at")));
    }

    private FleetStatus counts(Fleet fleet, ReleaseName release, StatusQuery query, Deadline deadline)
            throws InterruptedException {
        return fleets.fetch(fleet, query.counts().expand(), deadline)
                .readFirst(
                        row -> new FleetStatus(fleet, FleetRequests.target(row), release, query.read(row), List.of()));
    }

    private List<DelayedDevice> delayed(
            Fleet fleet, StatusQuery query, DeviceCounts counts, int most, Deadline deadline)
            throws InterruptedException {
        List<DelayedDevice> delayed = new ArrayList<>();
        if (isAny(
                counts, DeviceState.REJECTED, DeviceState.APPLYING, DeviceState.DOWNLOADED, DeviceState.DOWNLOADING)) {
            delayed.addAll(devices(fleet, query.reporting(), reportTime(query), null, most, deadline));
        }
        if (isAny(counts, DeviceState.UNREACHABLE)) {
            delayed.addAll(
                    devices(fleet, query.unreachable(), heartbeatTime(query), DeviceState.UNREACHABLE, most, deadline));
        }
        delayed.sort(Comparator.comparing(device -> device.since().orElse(Instant.MAX)));
        if (delayed.size() < most && isAny(counts, DeviceState.WAITING)) {
            delayed.addAll(devices(fleet, query.waiting(), null, DeviceState.WAITING, most - delayed.size(), deadline));
        }
        return delayed.subList(0, Math.min(most, delayed.size()));
    }

    private static boolean isAny(DeviceCounts counts, DeviceState... states) {
        for (DeviceState state : states) {
            if (counts.in(state) > 0) {
                return true;
            }
        }
        return false;
    }

    private static String reportTime(StatusQuery query) {
        return query.fields().hasUpdateStatusTime() ? "last_update_status_event" : null;
    }

    private static String heartbeatTime(StatusQuery query) {
        return query.fields().hasHeartbeatTime() ? "changed_api_heartbeat_state_on__date" : null;
    }

    /**
     * Devices that fit a condition, the longest in their state first.
     *
     * @param since the field that says since when they are; null if there is none
     * @param state their state; null to read it from each device's report
     */
    private List<DelayedDevice> devices(
            Fleet fleet, String condition, String since, DeviceState state, int most, Deadline deadline)
            throws InterruptedException {
        String select =
                "uuid,device_name" + (state == null ? ",update_status" : "") + (since == null ? "" : "," + since);
        String filter = OData.encode(DeviceFilters.all("belongs_to__application eq " + fleet.id(), condition));
        String order = OData.encode((since == null ? "" : since + " asc,") + "id asc");
        return requests.rows(
                        FleetDeviceRequests.PATH, DEVICE_ROWS, () -> api.devices(select, filter, order, most), deadline)
                .map(row -> device(row, state));
    }

    private static DelayedDevice device(ApiRows.DeviceRow row, DeviceState state) {
        return new DelayedDevice(
                required(row.uuid(), "a device without a uuid"),
                required(row.deviceName(), "a device without a name"),
                state == null ? reported(row.updateStatus()) : state,
                time(row.lastUpdateStatusEvent()).or(() -> time(row.changedApiHeartbeatStateOnDate())));
    }

    private static DeviceState reported(String updateStatus) {
        return switch (required(updateStatus, "a device without update_status")) {
            case "rejected" -> DeviceState.REJECTED;
            case "applying changes" -> DeviceState.APPLYING;
            case "downloaded" -> DeviceState.DOWNLOADED;
            case "downloading" -> DeviceState.DOWNLOADING;
            default -> throw new MalformedResponse("a device with another update_status than requested");
        };
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

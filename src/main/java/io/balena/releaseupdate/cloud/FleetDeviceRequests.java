package io.balena.releaseupdate.cloud;

import static io.balena.releaseupdate.cloud.ReleaseRows.required;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetDevices;
import io.balena.releaseupdate.model.FleetState;
import io.balena.releaseupdate.model.OtherDevices;
import io.balena.releaseupdate.model.PinnedDevices;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.RunningRelease;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Counts a fleet's devices: one request for the fields that the API has, one statement that counts each device once,
 * and up to three more requests for devices without deltas or with releases of other fleets. Their number does not
 * depend on the number of devices.
 */
final class FleetDeviceRequests {

    static final String PATH = "/v7/device";

    private static final String MOST_FIRST = "id%20desc";
    private static final RowReader<JsonNode> ANY_ROWS = RowReader.of(new TypeReference<>() {});

    private final BalenaApi api;
    private final Requests requests;
    private final FleetRequests fleets;

    FleetDeviceRequests(BalenaApi api, Requests requests, FleetRequests fleets) {
        this.api = api;
        this.requests = requests;
        this.fleets = fleets;
    }

    /** The fields that the API has, as one of the fleet's devices shows them; empty if it has no devices. */
    Optional<DeviceFields> fields(Fleet fleet, Deadline deadline) throws InterruptedException {
        return anyDevice(fleet, deadline).read(FleetDeviceRequests::fields);
    }

    private FetchedRows<JsonNode> anyDevice(Fleet fleet, Deadline deadline) throws InterruptedException {
        String filter = OData.encode("belongs_to__application eq " + fleet.id());
        return requests.rows(PATH, ANY_ROWS, () -> api.devices(null, filter, null, 1), deadline);
    }

    private static Optional<DeviceFields> fields(List<JsonNode> rows) {
        return rows.stream().findFirst().map(FleetDeviceRequests::fields);
    }

    private static DeviceFields fields(JsonNode row) {
        Set<String> names = new HashSet<>();
        row.fieldNames().forEachRemaining(names::add);
        return new DeviceFields(names);
    }

    /** See {@link BalenaCloud#devices}. */
    FleetDevices devices(FleetState state, long target, boolean onlineOnly, Deadline deadline)
            throws InterruptedException {
        Optional<DeviceFields> fields = fields(state.fleet(), deadline);
        if (fields.isEmpty()) {
            // One unexpected response decides nothing: a fleet without devices would be ready.
            if (total(state.fleet(), deadline) == 0) {
                return FleetDevices.NONE;
            }
            fields = Optional.of(knownFields(state.fleet(), deadline));
        }
        if (onlineOnly && !fields.get().hasHeartbeat()) {
            throw new BalenaException.Usage("This API does not say which devices it hears from (it knows no"
                    + " api_heartbeat_state). Count all devices instead.");
        }
        var query =
                new FleetDeviceQuery(fields.get(), state.fleet(), target, onlineOnly, new DeltaUse(!state.hasDeltas()));
        FetchedRows<ApiRows.FleetRow> fetched = fetch(query, deadline);
        if (fetched.readFirst(query::read).unseen() > 0) {
            // One unexpected response may lack a release.
            fetched = fetch(query, deadline);
        }
        FleetDeviceQuery.Counts counts = fetched.readFirst(query::read);
        Map<Long, Long> off = counts.deltasOff() == 0
                ? Map.of()
                : outdated(query, query.deltaUse().off(), deadline);
        Map<Long, Long> old = counts.oldSystem() == 0
                ? Map.of()
                : outdated(query, query.deltaUse().old(), deadline);
        List<RunningRelease> running = own(state.fleet(), counts, off, old);
        if (counts.ofOtherFleets() > 0) {
            running.addAll(ofOtherFleets(query, counts.ofOtherFleets(), deadline));
        }
        return new FleetDevices(
                running,
                counts.withoutRelease(),
                fetched.read(rows -> unseen(counts, running)),
                new OtherDevices(pinned(counts), counts.frozen(), counts.inactive()));
    }

    private long total(Fleet fleet, Deadline deadline) throws InterruptedException {
        return fleets.fetch(fleet, "owns__device/$count", deadline)
                .readFirst(row -> required(row.deviceCount(), "a fleet without its devices"));
    }

    private DeviceFields knownFields(Fleet fleet, Deadline deadline) throws InterruptedException {
        return anyDevice(fleet, deadline).read(rows -> fields(rows)
                .orElseThrow(() -> new MalformedResponse("no device of a fleet that has some")));
    }

    private FetchedRows<ApiRows.FleetRow> fetch(FleetDeviceQuery query, Deadline deadline) throws InterruptedException {
        return fleets.fetch(query.fleet(), query.counts().expand(), deadline);
    }

    private static long unseen(FleetDeviceQuery.Counts counts, List<RunningRelease> running) {
        long seen = counts.withoutRelease()
                + running.stream().mapToLong(RunningRelease::deviceCount).sum();
        if (seen > counts.following()) {
            throw new MalformedResponse("counts of devices that contradict each other");
        }
        return counts.following() - seen;
    }

    /**
     * The fleet's own releases. The numbers of devices without deltas come from other requests than the totals: devices
     * that changed in between must not be counted twice.
     */
    static List<RunningRelease> own(
            Fleet fleet, FleetDeviceQuery.Counts counts, Map<Long, Long> off, Map<Long, Long> old) {
        List<RunningRelease> running = new ArrayList<>();
        for (ApiRows.ReleaseRow row : counts.releases()) {
            // Devices of a row without an id or a count are among those whose release is not shown.
            if (row.id() != null && row.deviceCount() != null && row.deviceCount() > 0) {
                long all = row.deviceCount();
                long without = Math.min(all, off.getOrDefault(row.id(), 0L));
                long tooOld = Math.min(all - without, old.getOrDefault(row.id(), 0L));
                running.add(new RunningRelease(name(row), status(row), Optional.of(fleet), all, without, tooOld));
            }
        }
        return running;
    }

    private Map<Long, Long> outdated(FleetDeviceQuery query, String condition, Deadline deadline)
            throws InterruptedException {
        String filter = query.isOfFleet() + " and is_running_on__device/any(d:d/" + query.isOfFleet() + ")";
        Map<Long, Long> counts = new HashMap<>();
        releases("id", query.countOutdated(condition), filter, deadline).forEach(row -> {
            if (row.id() != null && row.deviceCount() != null) {
                counts.put(row.id(), row.deviceCount());
            }
        });
        return counts;
    }

    /** Releases of other fleets, run by devices that were moved from there: this many devices together. */
    private List<RunningRelease> ofOtherFleets(FleetDeviceQuery query, long deviceCount, Deadline deadline)
            throws InterruptedException {
        String filter = "belongs_to__application ne " + query.fleet().id() + " and is_running_on__device/any(d:d/"
                + query.isOfFleet() + ")";
        String expand = "belongs_to__application($select=id,slug)," + query.countFollowing();
        return releases("id,commit,status,raw_version", expand, filter, deadline)
                .read(rows -> ofOtherFleets(rows, deviceCount));
    }

    private static List<RunningRelease> ofOtherFleets(List<ApiRows.ReleaseRow> rows, long deviceCount) {
        List<RunningRelease> running = new ArrayList<>();
        long left = deviceCount;
        for (ApiRows.ReleaseRow row : rows) {
            long count = Math.min(left, Objects.requireNonNullElse(row.deviceCount(), 0L));
            if (row.id() != null && count > 0) {
                running.add(new RunningRelease(name(row), status(row), owner(row), count, 0, 0));
                left -= count;
            }
        }
        return running;
    }

    private FetchedRows<ApiRows.ReleaseRow> releases(String select, String expand, String filter, Deadline deadline)
            throws InterruptedException {
        return requests.rows(
                ReleaseRequests.PATH,
                ReleaseRequests.ROWS,
                () -> api.releases(select, OData.encode(expand), OData.encode(filter), MOST_FIRST, null),
                deadline);
    }

    private static List<PinnedDevices> pinned(FleetDeviceQuery.Counts counts) {
        List<PinnedDevices> pinned = new ArrayList<>();
        long left = counts.pinned();
        for (ApiRows.ReleaseRow row : counts.releases()) {
            long count = Math.min(left, Objects.requireNonNullElse(row.pinnedDeviceCount(), 0L));
            if (row.id() != null && count > 0) {
                pinned.add(new PinnedDevices(Optional.of(name(row)), count));
                left -= count;
            }
        }
        if (left > 0) {
            pinned.add(new PinnedDevices(Optional.empty(), left));
        }
        pinned.sort(Comparator.comparingLong(PinnedDevices::deviceCount)
                .thenComparingLong(group -> group.to().map(ReleaseName::id).orElse(0L))
                .reversed());
        return pinned;
    }

    static ReleaseName name(ApiRows.ReleaseRow row) {
        return new ReleaseName(
                required(row.id(), "a release without an id"),
                Objects.requireNonNullElse(row.commit(), ""),
                Optional.ofNullable(row.rawVersion()));
    }

    private static String status(ApiRows.ReleaseRow row) {
        return Objects.requireNonNullElse(row.status(), "unknown");
    }

    private static Optional<Fleet> owner(ApiRows.ReleaseRow row) {
        return Optional.ofNullable(row.belongsToApplication())
                .flatMap(fleets -> fleets.stream().findFirst())
                .filter(fleet -> fleet.id() != null)
                .map(fleet -> new Fleet(
                        fleet.id(),
                        Objects.requireNonNullElse(fleet.slug(), fleet.id().toString())));
    }
}

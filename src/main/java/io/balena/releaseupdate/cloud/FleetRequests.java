package io.balena.releaseupdate.cloud;

import static io.balena.releaseupdate.cloud.ReleaseRows.required;

import com.fasterxml.jackson.core.type.TypeReference;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.FleetState;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.RunningRelease;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Asks the API for fleets and what their devices run. */
final class FleetRequests {

    static final String PATH = "/v7/application";
    private static final String RELEASE_PATH = "/v7/release";
    private static final String SELECT = "id,slug,should_track_latest_release";
    private static final String EXPAND_TARGET = "should_be_running__release($select=id,commit,raw_version)";
    private static final RowReader<Wire.FleetRow> ROWS = RowReader.of(new TypeReference<>() {});

    private final BalenaApi api;
    private final Requests requests;

    FleetRequests(BalenaApi api, Requests requests) {
        this.api = api;
        this.requests = requests;
    }

    boolean exists(FleetReference fleet, Deadline deadline) throws InterruptedException {
        return !rows("id,slug", null, OData.isFleet(fleet), deadline).isEmpty();
    }

    static BalenaException.NotFound notFound(FleetReference fleet) {
        return new BalenaException.NotFound(
                "Fleet not found: " + fleet + ". `balena fleet list` shows those that you have access to.");
    }

    /** See {@link BalenaCloud#fleet}. */
    FleetState fleet(FleetReference reference, boolean onlineOnly, Deadline deadline) throws InterruptedException {
        String devices = "owns__device/$count" + (onlineOnly ? "($filter=is_online eq true)" : "");
        Wire.FleetRow row = only(reference, SELECT, EXPAND_TARGET + "," + devices, deadline);
        return requests.understand(
                PATH,
                () -> new FleetState(
                        ReleaseRows.fleet(row),
                        target(row),
                        required(row.deviceCount(), "a fleet without its devices")));
    }

    /** What a fleet's devices are told to run now. */
    FleetTarget target(Fleet fleet, Deadline deadline) throws InterruptedException {
        Wire.FleetRow row = only(new FleetReference.Id(fleet.id()), SELECT, EXPAND_TARGET, deadline);
        return requests.understand(PATH, () -> target(row));
    }

    /** A fleet with its target and an expansion of its own. */
    Wire.FleetRow one(Fleet fleet, String expand, Deadline deadline) throws InterruptedException {
        return only(new FleetReference.Id(fleet.id()), SELECT, EXPAND_TARGET + "," + expand, deadline);
    }

    static FleetTarget target(Wire.FleetRow row) {
        List<Wire.ReleaseRow> releases =
                required(row.shouldBeRunningRelease(), "a fleet without should_be_running__release");
        return new FleetTarget(
                releases.stream().findFirst().map(FleetRequests::name),
                required(row.shouldTrackLatestRelease(), "a fleet without should_track_latest_release"));
    }

    private static ReleaseName name(Wire.ReleaseRow row) {
        return new ReleaseName(
                required(row.id(), "a release without an id"),
                required(row.commit(), "a release without a commit"),
                Optional.ofNullable(row.rawVersion()));
    }

    /** See {@link BalenaCloud#devicesWithoutRelease}. */
    long devicesWithoutRelease(Fleet fleet, boolean onlineOnly, Deadline deadline) throws InterruptedException {
        String filter = "is_running__release eq null" + (onlineOnly ? " and is_online eq true" : "");
        Wire.FleetRow row =
                only(new FleetReference.Id(fleet.id()), "id", "owns__device/$count($filter=" + filter + ")", deadline);
        return requests.understand(PATH, () -> required(row.deviceCount(), "a fleet without its devices"));
    }

    private Wire.FleetRow only(FleetReference fleet, String select, String expand, Deadline deadline)
            throws InterruptedException {
        List<Wire.FleetRow> rows = rows(select, expand, OData.isFleet(fleet), deadline);
        if (rows.isEmpty()) {
            requests.checkToken(deadline);
            throw notFound(fleet);
        }
        return rows.get(0);
    }

    private List<Wire.FleetRow> rows(String select, String expand, String filter, Deadline deadline)
            throws InterruptedException {
        String encoded = expand == null ? null : OData.encode(expand);
        return requests.rows(PATH, ROWS, () -> api.fleets(select, encoded, OData.encode(filter)), deadline)
                .rows();
    }

    /** See {@link BalenaCloud#runningReleases}. */
    List<RunningRelease> runningReleases(Fleet fleet, boolean onlineOnly, Deadline deadline)
            throws InterruptedException {
        String expand = "belongs_to__application($select=id,slug),is_running_on__device/$count($filter="
                + isCounted("", fleet, onlineOnly) + ")";
        String filter = "is_running_on__device/any(d:" + isCounted("d/", fleet, onlineOnly) + ")";
        return requests
                .rows(
                        RELEASE_PATH,
                        ReleaseRequests.ROWS,
                        () -> api.releases(
                                "id,commit,status", OData.encode(expand), OData.encode(filter), "id%20desc", null),
                        deadline)
                .rows()
                .stream()
                // Devices of a row that does not say which release, or how many, count as those whose release is not
                // shown.
                .filter(row -> row.id() != null && row.deviceCount() != null)
                .map(FleetRequests::running)
                .toList();
    }

    private static String isCounted(String device, Fleet fleet, boolean onlineOnly) {
        return device + "belongs_to__application eq " + fleet.id()
                + (onlineOnly ? " and " + device + "is_online eq true" : "");
    }

    static RunningRelease running(Wire.ReleaseRow row) {
        return new RunningRelease(
                new ReleaseName(row.id(), Objects.requireNonNullElse(row.commit(), "")),
                Objects.requireNonNullElse(row.status(), "unknown"),
                Optional.ofNullable(row.belongsToApplication())
                        .flatMap(fleets -> fleets.stream().findFirst())
                        .filter(fleet -> fleet.id() != null)
                        .map(fleet -> new Fleet(
                                fleet.id(),
                                Objects.requireNonNullElse(
                                        fleet.slug(), fleet.id().toString()))),
                row.deviceCount());
    }
}

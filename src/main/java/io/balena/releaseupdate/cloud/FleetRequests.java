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
import java.util.List;
import java.util.Optional;

/** Reads fleets and the releases that their devices should run. */
final class FleetRequests {

    private static final String PATH = "/v7/application";
    private static final String SELECT = "id,slug,should_track_latest_release";
    private static final String EXPAND_TARGET = "should_be_running__release($select=id,commit,raw_version)";
    private static final RowReader<ApiRows.FleetRow> ROWS = RowReader.of(new TypeReference<>() {});

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
        return new BalenaException.NotFound("Fleet not found: " + fleet + ".", BalenaException.Remedy.FLEET);
    }

    /** See {@link BalenaCloud#fleet}. */
    FleetState fleet(FleetReference reference, Deadline deadline) throws InterruptedException {
        String expand = EXPAND_TARGET + "," + DeltaUse.EXPAND_CONFIGURATION;
        return only(reference, expand, deadline)
                .readFirst(row -> new FleetState(
                        ReleaseRows.fleet(row),
                        target(row),
                        !DeltaUse.isOff(
                                required(row.configVariables(), "a fleet without its configuration variables"))));
    }

    /** The release that a fleet's devices should run now. */
    FleetTarget target(Fleet fleet, Deadline deadline) throws InterruptedException {
        return only(new FleetReference.Id(fleet.id()), EXPAND_TARGET, deadline).readFirst(FleetRequests::target);
    }

    /** The row of one fleet, with its target and another expansion. */
    FetchedRows<ApiRows.FleetRow> fetch(Fleet fleet, String expand, Deadline deadline) throws InterruptedException {
        return only(new FleetReference.Id(fleet.id()), EXPAND_TARGET + "," + expand, deadline);
    }

    static FleetTarget target(ApiRows.FleetRow row) {
        List<ApiRows.ReleaseRow> releases =
                required(row.shouldBeRunningRelease(), "a fleet without should_be_running__release");
        return new FleetTarget(
                releases.stream().findFirst().map(FleetRequests::name),
                required(row.shouldTrackLatestRelease(), "a fleet without should_track_latest_release"));
    }

    private static ReleaseName name(ApiRows.ReleaseRow row) {
        return new ReleaseName(
                required(row.id(), "a release without an id"),
                required(row.commit(), "a release without a commit"),
                Optional.ofNullable(row.rawVersion()));
    }

    private FetchedRows<ApiRows.FleetRow> only(FleetReference fleet, String expand, Deadline deadline)
            throws InterruptedException {
        FetchedRows<ApiRows.FleetRow> found = rows(SELECT, expand, OData.isFleet(fleet), deadline);
        if (found.isEmpty()) {
            requests.checkToken(deadline);
            throw notFound(fleet);
        }
        return found;
    }

    private FetchedRows<ApiRows.FleetRow> rows(String select, String expand, String filter, Deadline deadline)
            throws InterruptedException {
        String encoded = expand == null ? null : OData.encode(expand);
        return requests.rows(PATH, ROWS, () -> api.fleets(select, encoded, OData.encode(filter)), deadline);
    }
}

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

/** Asks the API for fleets and what their devices are told to run. */
final class FleetRequests {

    static final String PATH = "/v7/application";
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
        return !rows("id,slug", null, OData.isFleet(fleet), deadline).rows().isEmpty();
    }

    static BalenaException.NotFound notFound(FleetReference fleet) {
        return new BalenaException.NotFound("Fleet not found: " + fleet + ".", BalenaException.Remedy.FLEET);
    }

    /** See {@link BalenaCloud#fleet}. */
    FleetState fleet(FleetReference reference, Deadline deadline) throws InterruptedException {
        String expand = EXPAND_TARGET + "," + DeltaUse.EXPAND_CONFIGURATION;
        ApiRows.FleetRow row = only(reference, SELECT, expand, deadline).rows().get(0);
        return requests.understand(
                PATH,
                () -> new FleetState(
                        ReleaseRows.fleet(row),
                        target(row),
                        !DeltaUse.isOff(
                                required(row.configVariables(), "a fleet without its configuration variables"))));
    }

    /** What a fleet's devices are told to run now. */
    FleetTarget target(Fleet fleet, Deadline deadline) throws InterruptedException {
        ApiRows.FleetRow row = only(new FleetReference.Id(fleet.id()), SELECT, EXPAND_TARGET, deadline)
                .rows()
                .get(0);
        return requests.understand(PATH, () -> target(row));
    }

    /** A fleet with its target and an expansion of its own. */
    ApiRows.FleetRow one(Fleet fleet, String expand, Deadline deadline) throws InterruptedException {
        return answer(fleet, expand, deadline).rows().get(0);
    }

    /** The same with the moment; the first row is the fleet. */
    Requests.Answer<ApiRows.FleetRow> answer(Fleet fleet, String expand, Deadline deadline)
            throws InterruptedException {
        return only(new FleetReference.Id(fleet.id()), SELECT, EXPAND_TARGET + "," + expand, deadline);
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

    private Requests.Answer<ApiRows.FleetRow> only(
            FleetReference fleet, String select, String expand, Deadline deadline) throws InterruptedException {
        Requests.Answer<ApiRows.FleetRow> answer = rows(select, expand, OData.isFleet(fleet), deadline);
        if (answer.rows().isEmpty()) {
            requests.checkToken(deadline);
            throw notFound(fleet);
        }
        return answer;
    }

    private Requests.Answer<ApiRows.FleetRow> rows(String select, String expand, String filter, Deadline deadline)
            throws InterruptedException {
        String encoded = expand == null ? null : OData.encode(expand);
        return requests.rows(PATH, ROWS, () -> api.fleets(select, encoded, OData.encode(filter)), deadline);
    }
}

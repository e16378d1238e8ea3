package io.balena.releaseupdate.cloud;

import static io.balena.releaseupdate.cloud.ReleaseRows.required;

import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.PinRequest;
import io.balena.releaseupdate.model.PinState;
import io.balena.releaseupdate.model.ReleaseState;
import io.balena.releaseupdate.model.WriteResult;
import java.util.Optional;

/** Pins fleets, and reads the state that a pin depends on. */
final class PinRequests {

    private static final String PINNING = "pin the fleet";

    private final BalenaApi api;
    private final FleetRequests fleets;
    private final Writes writes;

    PinRequests(BalenaApi api, FleetRequests fleets, Writes writes) {
        this.api = api;
        this.fleets = fleets;
        this.writes = writes;
    }

    /** See {@link BalenaCloud#pinState}. */
    PinState state(Fleet fleet, long release, Deadline deadline) throws InterruptedException {
        String expand = "owns__release($select=id,status,is_final,is_invalidated;$filter=" + OData.isId(release) + ")";
        var fetched = fleets.fetch(fleet, expand, deadline);
        return fetched.readFirst(
                row -> new PinState(FleetRequests.target(row), state(row, release), fetched.serverTime()));
    }

    private static Optional<ReleaseState> state(ApiRows.FleetRow fleet, long release) {
        return required(fleet.ownsRelease(), "a fleet without its releases").stream()
                .filter(row -> required(row.id(), "a release without an id") == release)
                .findFirst()
                .map(row -> new ReleaseState(
                        required(row.status(), "a release without a status"),
                        required(row.isFinal(), "a release without is_final"),
                        required(row.isInvalidated(), "a release without is_invalidated")));
    }

    /**
     * See {@link BalenaCloud#pin}. The conditions are part of the request: balena's API applies a PATCH to the row of
     * the key only if the row also matches the filter (odata-to-abstract-sql turns both into conditions of one SQL
     * update); {@code eq null} matches a field that is not set. A request that arrives late therefore changes nothing
     * that somebody else pinned meanwhile. If a server ignores the filter, the reads before and after the request still
     * protect such a pin.
     */
    WriteResult pin(PinRequest request, Deadline deadline) throws InterruptedException {
        String filter = OData.encode(conditions(request));
        ApiRows.Pin pin = new ApiRows.Pin(request.release(), false);
        return writes.send(PINNING, () -> api.pinFleet(request.fleet().id(), filter, pin), deadline);
    }

    private static String conditions(PinRequest request) {
        var expected = request.expected();
        String release =
                expected.release().map(name -> Long.toString(name.id())).orElse("null");
        return "should_be_running__release eq " + release + " and should_track_latest_release eq "
                + expected.tracksLatest() + " and "
                + OData.ownsFitRelease(request.release(), request.allowDraft())
                + request.unless().map(tag -> " and " + OData.lacks(tag)).orElse("");
    }
}

package io.balena.releaseupdate.sandbox;

import io.balena.releaseupdate.sandbox.data.Data;
import io.balena.releaseupdate.sandbox.data.RefusedException;
import io.balena.releaseupdate.sandbox.data.Resource;
import io.balena.releaseupdate.sandbox.data.Row;
import io.balena.releaseupdate.sandbox.device.Devices;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Writes to fleets: pins, and tracking the latest release. */
final class FleetWrites {
    /** The rule of balena's model on pinning, which a database transaction checks. */
    static final String RULE =
            "It is necessary that each release that should be running on an application, has a status"
                    + " that is equal to \"success\" and belongs to the application.";

    private static final String RELEASE = "should_be_running__release";
    private static final String TRACKS = "should_track_latest_release";

    /** The server's own order; clients tend to use {@code created_at}. */
    private static final Comparator<Row> BY_START = Comparator.<Row, Instant>comparing(
                    release -> (Instant) release.get("start_timestamp"))
            .thenComparing(Row::id);

    private final Data data;
    private final Devices devices;

    FleetWrites(Data data, Devices devices) {
        this.data = data;
        this.devices = devices;
    }

    void patch(List<Row> fleets, Body body) {
        body.requireOnly(Set.of(RELEASE, TRACKS));
        boolean tracks = body.is(TRACKS);
        Long release = body.has(RELEASE) ? body.reference(RELEASE) : null;
        if (body.has(RELEASE) == tracks || !tracks && release == null) {
            throw RefusedException.notUnderstood("The sandbox understands {\"should_be_running__release\":ID,"
                    + "\"should_track_latest_release\":false} and {\"should_track_latest_release\":true}, not "
                    + body.json());
        }
        if (!tracks) {
            fleets.forEach(fleet -> requirePinnable(fleet, release));
        }
        for (Row fleet : fleets) {
            fleet.set(RELEASE, tracks ? latest(fleet) : release).set(TRACKS, tracks);
            devices.fleetChanged(fleet.id());
        }
    }

    private void requirePinnable(Row fleet, long id) {
        Row release = data.find(Resource.RELEASE, id);
        if (release == null) {
            throw new RefusedException(409, "Data is referenced by should_be_running__release.");
        }
        if (!"success".equals(release.get("status"))
                || !release.get("belongs_to__application").equals(fleet.id())) {
            throw new RefusedException(400, RULE);
        }
    }

    private Long latest(Row fleet) {
        return data.referring(Resource.RELEASE, "belongs_to__application", fleet.id()).stream()
                .filter(release -> "success".equals(release.get("status"))
                        && release.is("is_final")
                        && release.is("is_passing_tests")
                        && !release.is("is_invalidated"))
                .max(BY_START)
                .map(Row::id)
                .orElse(null);
    }
}

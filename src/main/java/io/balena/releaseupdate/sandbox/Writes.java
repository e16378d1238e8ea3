package io.balena.releaseupdate.sandbox;

import io.balena.releaseupdate.sandbox.data.Data;
import io.balena.releaseupdate.sandbox.data.RefusedException;
import io.balena.releaseupdate.sandbox.data.Row;
import io.balena.releaseupdate.sandbox.device.Devices;
import io.balena.releaseupdate.sandbox.odata.ODataEvaluator;
import io.balena.releaseupdate.sandbox.odata.ODataQuery;
import java.time.Clock;
import java.util.List;

/**
 * The writes that concern releases on devices: pins of fleets and devices, tags, and changes of releases. Each is one
 * transaction: the filter is evaluated when it begins, and all rows are changed or none.
 */
final class Writes {
    /** As many rows as the real API changes within its statement timeout of 60 seconds. */
    private static final int MOST_ROWS = 32_000;

    private final ODataEvaluator evaluator;
    private final FleetWrites fleets;
    private final DeviceWrites devices;
    private final ReleaseWrites releases;
    private final TagWrites tags;

    /** The caller holds the lock of {@code data} during each write. */
    Writes(Data data, ODataEvaluator evaluator, Devices devices, Clock clock) {
        this.evaluator = evaluator;
        this.fleets = new FleetWrites(data, devices);
        this.devices = new DeviceWrites(data, devices, clock);
        this.releases = new ReleaseWrites(data, clock);
        this.tags = new TagWrites(data, evaluator, clock);
    }

    Reply carryOut(Call call, ODataQuery query) {
        if (!query.options().isFilterOnly() || query.count()) {
            throw RefusedException.notUnderstood("The sandbox takes a " + call.method() + " with $filter or without");
        }
        return switch (query.resource()) {
            case APPLICATION -> patch(call, query, fleets::patch);
            case DEVICE -> patch(call, query, devices::patch);
            case RELEASE -> call.method().equals("DELETE") ? delete(query) : patch(call, query, releases::patch);
            case RELEASE_TAG, DEVICE_TAG -> tags.carryOut(call, query);
            default -> throw notTaken(call, query);
        };
    }

    /** Changes rows, or refuses without changing any. */
    private interface Patch {
        void apply(List<Row> rows, Body body);
    }

    private Reply patch(Call call, ODataQuery query, Patch patch) {
        if (!call.method().equals("PATCH")) {
            throw notTaken(call, query);
        }
        Body body = Body.of(call, query.resource());
        List<Row> rows = rows(query);
        if (rows.size() > MOST_ROWS) {
            throw RefusedException.silent(500, "the statement would be cut off after 60 seconds");
        }
        // No matching row is no error: as in SQL, no row is updated.
        patch.apply(rows, body);
        return Reply.empty(200);
    }

    private Reply delete(ODataQuery query) {
        releases.delete(rows(query));
        return Reply.empty(200);
    }

    private List<Row> rows(ODataQuery query) {
        if (query.key() == null && query.options().filter() == null) {
            throw RefusedException.notUnderstood("The sandbox changes no "
                    + query.resource().apiName() + " without a key or a $filter: balena would change all that you may");
        }
        return evaluator.find(query);
    }

    private static RefusedException notTaken(Call call, ODataQuery query) {
        return new RefusedException(
                405,
                "The sandbox takes no " + call.method() + " of "
                        + query.resource().apiName());
    }
}

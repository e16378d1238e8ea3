package io.balena.releaseupdate.cloud;

import java.util.ArrayList;
import java.util.List;

/**
 * Counts a fleet's devices by any number of conditions in one statement of balena's database, hence at one moment: with
 * several requests, a device that changes in between could be counted twice. {@code $expand} can count a relation only
 * once per row, so each further count goes from the fleet to one of its releases and back to the fleet.
 *
 * @param filters the conditions to count by; an empty one counts all devices
 * @param release a release of the fleet to go through
 * @param last what else to expand of the fleet in the same statement; empty for nothing
 */
record DeviceCountQuery(List<String> filters, long release, String last) {

    DeviceCountQuery {
        filters = List.copyOf(filters);
    }

    /** Counts only. */
    DeviceCountQuery(List<String> filters, long release) {
        this(filters, release, "");
    }

    /** The expansion of a fleet that has all counts. */
    String expand() {
        return expand(0);
    }

    private String expand(int index) {
        String filter = filters.get(index);
        String count = "owns__device/$count" + (filter.isEmpty() ? "" : "($filter=" + filter + ")");
        return index + 1 == filters.size()
                ? count + (last.isEmpty() ? "" : "," + last)
                : count + ",owns__release($select=id;$filter=id eq " + release
                        + ";$expand=belongs_to__application($select=id;$expand=" + expand(index + 1) + "))";
    }

    /** The counts, in the order of the conditions. */
    List<Long> read(ApiRows.FleetRow fleet) {
        List<Long> counts = new ArrayList<>();
        ApiRows.FleetRow row = fleet;
        while (true) {
            counts.add(ReleaseRows.required(row.deviceCount(), "a fleet without its devices"));
            if (counts.size() == filters.size()) {
                return counts;
            }
            row = next(row);
        }
    }

    /** The row of the fleet that has the last expansion. */
    ApiRows.FleetRow lastFleet(ApiRows.FleetRow fleet) {
        ApiRows.FleetRow row = fleet;
        for (int index = 1; index < filters.size(); index++) {
            row = next(row);
        }
        return row;
    }

    private static ApiRows.FleetRow next(ApiRows.FleetRow fleet) {
        ApiRows.ReleaseRow release = ReleaseRows.single(fleet.ownsRelease(), "a fleet without its release");
        return ReleaseRows.single(release.belongsToApplication(), "a release without its fleet");
    }
}

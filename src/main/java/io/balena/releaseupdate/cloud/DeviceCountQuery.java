package io.balena.releaseupdate.cloud;

import java.util.ArrayList;
import java.util.List;

/**
 * Any number of counts of one fleet's devices in one statement of balena's database, hence of one moment: several
 * requests would count a device twice that changes between them. {@code $expand} can count a relation only once per row,
 * so each further count goes from the fleet to one of its releases and back to the fleet.
 *
 * @param filters what is counted, one condition each; an empty one counts all
 * @param release a release of the fleet to go through
 */
record DeviceCountQuery(List<String> filters, long release) {

    DeviceCountQuery {
        filters = List.copyOf(filters);
    }

    /** The expansion of a fleet that answers it. */
    String expand() {
        return expand(0);
    }

    private String expand(int index) {
        String filter = filters.get(index);
        String count = "owns__device/$count" + (filter.isEmpty() ? "" : "($filter=" + filter + ")");
        return index + 1 == filters.size()
                ? count
                : count + ",owns__release($select=id;$filter=id eq " + release
                        + ";$expand=belongs_to__application($select=id;$expand=" + expand(index + 1) + "))";
    }

    /** The counts, in the order of the conditions. */
    List<Long> read(Wire.FleetRow fleet) {
        List<Long> counts = new ArrayList<>();
        Wire.FleetRow row = fleet;
        while (true) {
            counts.add(ReleaseRows.required(row.deviceCount(), "a fleet without its devices"));
            if (counts.size() == filters.size()) {
                return counts;
            }
            Wire.ReleaseRow next = ReleaseRows.single(row.ownsRelease(), "a fleet without its release");
            row = ReleaseRows.single(next.belongsToApplication(), "a release without its fleet");
        }
    }
}

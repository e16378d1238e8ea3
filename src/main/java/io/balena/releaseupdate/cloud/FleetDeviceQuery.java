package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.model.Fleet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Counts which of a fleet's devices follow it, and what these run.
 *
 * @param fields the fields of a device that the API has
 * @param fleet the fleet whose devices are counted
 * @param target a release of the fleet: devices that run it need no deltas
 * @param onlineOnly whether to count only devices that balena heard from recently
 * @param deltaUse the conditions for devices that use no deltas
 */
record FleetDeviceQuery(DeviceFields fields, Fleet fleet, long target, boolean onlineOnly, DeltaUse deltaUse) {

    /**
     * Numbers of devices. Each device counts in one of the first four. Those that follow the fleet count again by the
     * release that they run: in {@code withoutRelease}, {@code ofOtherFleets}, or a row of {@code releases}.
     * {@code deltasOff} and {@code oldSystem} are among those that follow, too.
     */
    record Counts(
            long inactive,
            long frozen,
            long pinned,
            long following,
            long withoutRelease,
            long ofOtherFleets,
            long deltasOff,
            long oldSystem,
            List<ApiRows.ReleaseRow> releases) {

        /** Devices that follow the fleet and run a release that is not shown. */
        long unseen() {
            long own = releases.stream()
                    .mapToLong(row -> Objects.requireNonNullElse(row.deviceCount(), 0L))
                    .sum();
            return following - withoutRelease - ofOtherFleets - own;
        }
    }

    /** All counts in one statement, including those by release of this fleet; {@link #read} reads the response. */
    DeviceCountQuery counts() {
        List<String> filters = new ArrayList<>();
        filters.add(counted(""));
        devices().inactive().map(this::counted).ifPresent(filters::add);
        devices().frozen().map(this::counted).ifPresent(filters::add);
        filters.add(counted(devices().pinned()));
        filters.add(following(""));
        filters.add(following("is_running__release eq null"));
        filters.add(following("is_running__release/any(r:r/belongs_to__application ne " + fleet.id() + ")"));
        filters.add(outdated(deltaUse.off()));
        filters.add(outdated(deltaUse.old()));
        return new DeviceCountQuery(filters, target, releases());
    }

    private String releases() {
        return "owns__release($select=id,commit,status,raw_version;$filter=is_running_on__device/any(d:d/" + isOfFleet()
                + ") or is_pinned_to__device/any(d:d/" + isOfFleet() + ");$expand=" + count(following(""))
                + ",is_pinned_to__device/$count($filter="
                + DeviceFilters.all(isOfFleet(), counted(devices().pinned())) + "))";
    }

    /** Reads the counts from a response. */
    Counts read(ApiRows.FleetRow row) {
        var counts = counts().read(row).iterator();
        long total = counts.next();
        long inactive = countIf(devices().inactive(), counts);
        long frozen = countIf(devices().frozen(), counts);
        var read = new Counts(
                inactive,
                frozen,
                counts.next(),
                counts.next(),
                counts.next(),
                counts.next(),
                counts.next(),
                counts.next(),
                ReleaseRows.required(counts().lastFleet(row).ownsRelease(), "a fleet without its releases"));
        if (total != inactive + frozen + read.pinned() + read.following()) {
            throw new MalformedResponse("counts of devices that contradict each other");
        }
        return read;
    }

    private static long countIf(Optional<String> condition, Iterator<Long> counts) {
        return condition.isPresent() ? counts.next() : 0;
    }

    /** The expansion of a release that counts devices which use no deltas, by a condition of {@link DeltaUse}. */
    String countOutdated(String condition) {
        return count(outdated(condition));
    }

    /** The expansion of a release that counts the devices that follow the fleet. */
    String countFollowing() {
        return count(following(""));
    }

    private String count(String condition) {
        return "is_running_on__device/$count($filter=" + DeviceFilters.all(isOfFleet(), condition) + ")";
    }

    private String following(String condition) {
        return DeviceFilters.all(counted(devices().following()), condition);
    }

    private String outdated(String condition) {
        return following(DeviceFilters.all("is_running__release ne " + target, condition));
    }

    /** Restricts a condition to the devices that count. */
    private String counted(String condition) {
        return DeviceFilters.all(condition, onlineOnly ? devices().reachable() : "");
    }

    String isOfFleet() {
        return "belongs_to__application eq " + fleet.id();
    }

    private DeviceFilters devices() {
        return new DeviceFilters(fields);
    }
}

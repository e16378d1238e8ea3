package io.balena.releaseupdate.fleet;

import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.FleetState;
import io.balena.releaseupdate.model.RunningRelease;
import java.util.List;

/**
 * A fleet's devices, counted by what they run.
 *
 * @param running the releases that balena shows
 * @param withoutRelease devices that run none yet
 * @param unseen devices that are in none of these: what they run was deleted, or is not shown to this account
 */
record RunningCounts(List<RunningRelease> running, long withoutRelease, long unseen) {

    /**
     * Counts them, and once more where some are unseen: they may have come or gone between the requests, and one odd
     * answer is to decide nothing.
     */
    static RunningCounts of(BalenaCloud cloud, FleetState fleet, Sources sources, Deadline deadline)
            throws InterruptedException {
        RunningCounts counts = count(cloud, fleet, sources, deadline);
        if (counts.unseen() == 0) {
            return counts;
        }
        FleetState now = cloud.fleet(new FleetReference.Id(fleet.fleet().id()), sources.onlineOnly(), deadline);
        return count(cloud, now, sources, deadline);
    }

    private static RunningCounts count(BalenaCloud cloud, FleetState fleet, Sources sources, Deadline deadline)
            throws InterruptedException {
        List<RunningRelease> running = cloud.runningReleases(fleet.fleet(), sources.onlineOnly(), deadline);
        long withoutRelease = cloud.devicesWithoutRelease(fleet.fleet(), sources.onlineOnly(), deadline);
        long seen = withoutRelease
                + running.stream().mapToLong(RunningRelease::deviceCount).sum();
        // Devices that come and go between the requests can make that number too small, never negative.
        return new RunningCounts(running, withoutRelease, Math.max(0, fleet.deviceCount() - seen));
    }
}

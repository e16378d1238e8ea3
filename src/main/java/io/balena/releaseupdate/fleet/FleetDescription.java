package io.balena.releaseupdate.fleet;

import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.FleetState;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.FullDownload;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.Release;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.RunningRelease;
import io.balena.releaseupdate.model.SourceRelease;
import io.balena.releaseupdate.model.SourceUpdate;
import io.balena.releaseupdate.model.TargetReference;
import io.balena.releaseupdate.model.TargetRelease;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out what a fleet's devices run and what they need for the target release. One run makes one description. */
final class FleetDescription {

    private static final String SUCCESS = "success";

    private final BalenaCloud cloud;
    private final FleetState fleet;
    private final TargetRelease to;
    private final Sources sources;
    private final Deadline deadline;

    private final List<SourceUpdate> updates = new ArrayList<>();
    private final List<FullDownload> fullDownloads = new ArrayList<>();
    private long updatedDeviceCount;

    private FleetDescription(
            BalenaCloud cloud, FleetState fleet, TargetRelease to, Sources sources, Deadline deadline) {
        this.cloud = cloud;
        this.fleet = fleet;
        this.to = to;
        this.sources = sources;
        this.deadline = deadline;
    }

    /** See {@link FleetUpdates#describe}. */
    static FleetUpdate of(
            BalenaCloud cloud, FleetReference reference, TargetReference target, Sources sources, Deadline deadline)
            throws InterruptedException {
        FleetState fleet = cloud.fleet(reference, sources.onlineOnly(), deadline);
        TargetRelease to = cloud.target(resolve(target, fleet), reference, deadline);
        return new FleetDescription(cloud, fleet, to, sources, deadline).describe();
    }

    private static TargetReference resolve(TargetReference target, FleetState fleet) {
        if (!(target instanceof TargetReference.Current)) {
            return target;
        }
        return fleet.target()
                .release()
                .map(name -> new TargetReference.Given(new ReleaseReference.Id(name.id())))
                .orElseThrow(() -> new BalenaException.NotFound(
                        "Fleet " + fleet.fleet().slug() + " has no target release.", BalenaException.Remedy.TARGET));
    }

    private FleetUpdate describe() throws InterruptedException {
        List<RunningRelease> running = cloud.runningReleases(fleet.fleet(), sources.onlineOnly(), deadline);
        long newDevices = cloud.devicesWithoutRelease(fleet.fleet(), sources.onlineOnly(), deadline);
        List<RunningRelease> candidates = new ArrayList<>();
        for (RunningRelease release : running) {
            if (release.name().id() == to.release().id()) {
                updatedDeviceCount += release.deviceCount();
            } else if (hindrance(release).isPresent()) {
                downloadInFull(release, hindrance(release).get());
            } else {
                candidates.add(release);
            }
        }
        describe(candidates);
        addUnseen(running, newDevices);
        updates.sort(Comparator.comparingLong(SourceUpdate::deviceCount)
                .thenComparingLong(source -> source.update().from().id())
                .reversed());
        fullDownloads.sort(Comparator.comparingLong(FullDownload::deviceCount).reversed());
        var described = new FleetUpdate(
                fleet.fleet(),
                fleet.target(),
                to,
                updates,
                fullDownloads,
                updatedDeviceCount,
                newDevices,
                Optional.empty());
        Set<ImagePair> pairs = new LinkedHashSet<>();
        described.releaseUpdates().forEach(update -> pairs.addAll(update.pairs()));
        return described.with(cloud.deltas(pairs, deadline));
    }

    /** Why no deltas are prepared from a release, as far as that shows without its images. */
    private Optional<String> hindrance(RunningRelease release) {
        if (release.fleet().isEmpty()) {
            return Optional.of("their release belongs to another fleet");
        }
        if (release.fleet().get().id() != fleet.fleet().id()) {
            return Optional.of("their release belongs to fleet "
                    + BalenaException.shown(release.fleet().get().slug()));
        }
        if (!release.status().equals(SUCCESS)) {
            return Optional.of("the status of their release is '" + BalenaException.shown(release.status()) + "', not '"
                    + SUCCESS + "'");
        }
        return release.deviceCount() < sources.minDevices()
                ? Optional.of("not prepared: fewer than " + sources.minDevices() + " devices run their release")
                : Optional.empty();
    }

    private void describe(List<RunningRelease> candidates) throws InterruptedException {
        Map<Long, SourceRelease> found = cloud.sources(
                candidates.stream().map(release -> release.name().id()).toList(), deadline);
        for (RunningRelease candidate : candidates) {
            SourceRelease source = found.get(candidate.name().id());
            if (source instanceof SourceRelease.Usable usable) {
                updates.add(update(usable.release(), candidate.deviceCount()));
            } else if (source instanceof SourceRelease.Unusable unusable) {
                downloadInFull(candidate, unusable.reason());
            }
        }
    }

    private SourceUpdate update(Release from, long deviceCount) {
        return new SourceUpdate(ReleaseUpdate.between(from, to.release(), Map.of()), deviceCount);
    }

    private void downloadInFull(RunningRelease release, String reason) {
        fullDownloads.add(new FullDownload(Optional.of(release.name()), release.deviceCount(), reason));
    }

    /**
     * Devices that are in none of the counts: what they run was deleted, or is not shown to this account. Devices that
     * come and go between the requests can make that number too small, never negative.
     */
    private void addUnseen(List<RunningRelease> running, long newDevices) {
        long seen = newDevices
                + running.stream().mapToLong(RunningRelease::deviceCount).sum();
        if (fleet.deviceCount() > seen) {
            fullDownloads.add(new FullDownload(
                    Optional.empty(),
                    fleet.deviceCount() - seen,
                    "balena does not show their release: it was deleted, or the account has no access to it"));
        }
    }
}

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
import io.balena.releaseupdate.model.ReleaseState;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.RunningRelease;
import io.balena.releaseupdate.model.SourceRelease;
import io.balena.releaseupdate.model.SourceUpdate;
import io.balena.releaseupdate.model.TargetReference;
import io.balena.releaseupdate.model.TargetRelease;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out what a fleet's devices run and what they need for the target release. One run makes one description. */
final class FleetDescription {

    private static final String NOT_SHOWN =
            "balena does not show their release: it was deleted, or the account has no access to it";

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
        RunningCounts counts = RunningCounts.of(cloud, fleet, sources, deadline);
        List<RunningRelease> running = counts.running();
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
        if (counts.unseen() > 0) {
            fullDownloads.add(FullDownload.unknown(Optional.empty(), counts.unseen(), NOT_SHOWN));
        }
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
                counts.withoutRelease(),
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
        if (!release.status().equals(ReleaseState.SUCCESS)) {
            return Optional.of("the status of their release is '" + BalenaException.shown(release.status()) + "', not '"
                    + ReleaseState.SUCCESS + "'");
        }
        return release.deviceCount() < sources.minDevices()
                ? Optional.of("not prepared: fewer than " + sources.minDevices() + " devices run their release")
                : Optional.empty();
    }

    private void describe(List<RunningRelease> candidates) throws InterruptedException {
        Map<Long, SourceRelease> found = new HashMap<>(cloud.sources(
                candidates.stream().map(release -> release.name().id()).toList(), deadline));
        List<Long> unseen = found.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof SourceRelease.Unseen)
                .map(Map.Entry::getKey)
                .toList();
        if (!unseen.isEmpty()) {
            // One odd answer decides nothing.
            found.putAll(cloud.sources(unseen, deadline));
        }
        for (RunningRelease candidate : candidates) {
            SourceRelease source = found.get(candidate.name().id());
            if (source instanceof SourceRelease.Usable usable) {
                updates.add(update(usable.release(), candidate.deviceCount()));
            } else if (source instanceof SourceRelease.Unusable unusable) {
                downloadInFull(candidate, unusable.reason());
            } else if (source instanceof SourceRelease.Unseen) {
                fullDownloads.add(
                        FullDownload.unknown(Optional.of(candidate.name()), candidate.deviceCount(), NOT_SHOWN));
            }
        }
    }

    private SourceUpdate update(Release from, long deviceCount) {
        return new SourceUpdate(ReleaseUpdate.between(from, to.release(), Map.of()), deviceCount);
    }

    private void downloadInFull(RunningRelease release, String reason) {
        fullDownloads.add(FullDownload.of(release.name(), release.deviceCount(), reason));
    }
}

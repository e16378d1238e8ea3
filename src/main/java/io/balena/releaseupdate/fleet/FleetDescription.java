package io.balena.releaseupdate.fleet;

import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.FleetDevices;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.FleetState;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.FullDownload;
import io.balena.releaseupdate.model.Image;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.ReleaseState;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.RunningRelease;
import io.balena.releaseupdate.model.SourceRelease;
import io.balena.releaseupdate.model.SourceUpdate;
import io.balena.releaseupdate.model.TargetReference;
import io.balena.releaseupdate.model.TargetRelease;
import io.balena.releaseupdate.text.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads which releases a fleet's devices run, and what they need for the target release. An instance makes one
 * description.
 */
final class FleetDescription {

    private static final String NOT_SHOWN =
            "balena does not show their release: it was deleted, or the account has no access to it";

    private final BalenaCloud cloud;
    private final FleetState fleet;
    private final TargetRelease to;
    private final Sources sources;
    private final Deadline deadline;

    private static final String DELTAS_OFF =
            "deltas are switched off for them by configuration variable (RESIN_SUPERVISOR_DELTA)";
    private static final String OLD_SYSTEM = "their balenaOS is older than 2.47.1 and can't use these deltas";

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
        FleetState fleet = cloud.fleet(reference, deadline);
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
        FleetDevices devices = cloud.devices(fleet, to.release().id(), sources.onlineOnly(), deadline);
        List<RunningRelease> candidates = new ArrayList<>();
        for (RunningRelease release : devices.running()) {
            if (release.name().id() == to.release().id()) {
                updatedDeviceCount += release.deviceCount();
            } else if (hindrance(release).isPresent()) {
                downloadInFull(
                        release,
                        release.deviceCount(),
                        fullSize(),
                        hindrance(release).get());
            } else {
                candidates.add(release);
            }
        }
        describe(candidates);
        if (devices.unseen() > 0) {
            fullDownloads.add(FullDownload.unknown(Optional.empty(), devices.unseen(), fullSize(), NOT_SHOWN));
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
                devices.withoutRelease(),
                devices.others(),
                sources.onlineOnly(),
                Optional.empty());
        Set<ImagePair> pairs = new LinkedHashSet<>();
        described.releaseUpdates().forEach(update -> pairs.addAll(update.pairs()));
        return described.with(cloud.deltas(pairs, deadline));
    }

    private long fullSize() {
        return to.release().images().values().stream().mapToLong(Image::size).reduce(0, ReleaseUpdate::sumOf);
    }

    /** Why no deltas are prepared from a release, judged without its images; empty if nothing prevents that. */
    private Optional<String> hindrance(RunningRelease release) {
        if (release.fleet().isEmpty()) {
            return Optional.of("their release belongs to another fleet");
        }
        if (release.fleet().get().id() != fleet.fleet().id()) {
            return Optional.of("their release belongs to fleet "
                    + Printable.words(release.fleet().get().slug()));
        }
        return release.status().equals(ReleaseState.SUCCESS)
                ? Optional.empty()
                : Optional.of("the status of their release is '" + Printable.words(release.status()) + "', not '"
                        + ReleaseState.SUCCESS + "'");
    }

    private void describe(List<RunningRelease> candidates) throws InterruptedException {
        Map<Long, SourceRelease> found = found(candidates);
        for (RunningRelease candidate : candidates) {
            SourceRelease source = found.get(candidate.name().id());
            if (source instanceof SourceRelease.Usable usable) {
                update(candidate, ReleaseUpdate.between(usable.release(), to.release(), Map.of()));
            } else if (source instanceof SourceRelease.Unusable unusable) {
                downloadInFull(candidate, candidate.deviceCount(), fullSize(), unusable.reason());
            } else if (source instanceof SourceRelease.Unseen) {
                fullDownloads.add(FullDownload.unknown(
                        Optional.of(candidate.name()), candidate.deviceCount(), fullSize(), NOT_SHOWN));
            }
        }
    }

    private Map<Long, SourceRelease> found(List<RunningRelease> candidates) throws InterruptedException {
        Map<Long, SourceRelease> found = new HashMap<>(cloud.sources(
                candidates.stream().map(release -> release.name().id()).toList(), deadline));
        List<Long> unseen = found.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof SourceRelease.Unseen)
                .map(Map.Entry::getKey)
                .toList();
        if (!unseen.isEmpty()) {
            // A single unexpected response proves nothing.
            found.putAll(cloud.sources(unseen, deadline));
        }
        return found;
    }

    private void update(RunningRelease running, ReleaseUpdate update) {
        long size = update.fullPayloadSize();
        downloadInFull(running, running.deltasOff(), size, DELTAS_OFF);
        downloadInFull(running, running.oldSystem(), size, OLD_SYSTEM);
        if (running.capableCount() >= sources.minDevices()) {
            updates.add(new SourceUpdate(update, running.capableCount()));
        } else {
            downloadInFull(
                    running,
                    running.capableCount(),
                    size,
                    "not prepared: fewer than " + sources.minDevices() + " devices run their release");
        }
    }

    private void downloadInFull(RunningRelease release, long deviceCount, long payloadSize, String reason) {
        if (deviceCount > 0) {
            fullDownloads.add(FullDownload.of(release.name(), deviceCount, payloadSize, reason));
        }
    }
}

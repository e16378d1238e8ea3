package io.balena.releaseupdate.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.balena.releaseupdate.UnsupportedCloud;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.Delta;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetDevices;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.FleetState;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.FullDownload;
import io.balena.releaseupdate.model.Image;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.OtherDevices;
import io.balena.releaseupdate.model.PinnedDevices;
import io.balena.releaseupdate.model.Release;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.RunningRelease;
import io.balena.releaseupdate.model.SourceRelease;
import io.balena.releaseupdate.model.TargetReference;
import io.balena.releaseupdate.model.TargetRelease;
import io.balena.releaseupdate.model.UpdateStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetDescriptionTest {

    private static final Fleet FLEET = new Fleet(1, "acme/kiosk");
    private static final FleetReference REFERENCE = new FleetReference.Slug("acme/kiosk");
    private static final TargetReference TARGET = new TargetReference.Given(new ReleaseReference.Id(9));
    private static final String NOT_SHOWN =
            "balena does not show their release: it was deleted, or the account has no access to it";

    private final FakeFleet cloud = new FakeFleet();

    @Test
    void describesTheUpdateFromEachReleaseThatDevicesRun() throws InterruptedException {
        cloud.run(1, 3).run(2, 5).run(9, 4);
        cloud.withoutRelease = 2;
        cloud.deltas.put(new ImagePair(10, 90), new DeltaState.Finished(new Delta(1, 3, Optional.empty(), 7)));

        FleetUpdate update = describe(Sources.ALL);

        assertEquals(
                List.of(5L, 3L),
                update.updates().stream().map(s -> s.deviceCount()).toList());
        assertEquals(
                List.of(2L, 1L),
                update.updates().stream().map(s -> s.update().from().id()).toList());
        assertEquals(
                List.of(UpdateStatus.PENDING, UpdateStatus.READY),
                update.updates().stream().map(s -> s.update().overallStatus()).toList());
        assertEquals(4, update.updatedDeviceCount());
        assertEquals(2, update.newDeviceCount());
        assertEquals(List.of(), update.fullDownloads());
        assertEquals(14, update.deviceCount());
        assertEquals(FLEET, update.fleet());
        assertEquals(9, update.to().release().id());
        assertEquals(List.of(TARGET), cloud.targets);
        assertEquals(Set.of(new ImagePair(10, 90), new ImagePair(20, 90)), cloud.pairs);
    }

    @Test
    void amongReleasesWithAsManyDevicesTheNewestComesFirst() throws InterruptedException {
        cloud.run(1, 3).run(3, 3).run(2, 3);
        assertEquals(
                List.of(3L, 2L, 1L),
                describe(Sources.ALL).updates().stream()
                        .map(s -> s.update().from().id())
                        .toList());
    }

    @Test
    void devicesOfReleasesThatCantBeUpdatedFromDownloadInFull() throws InterruptedException {
        cloud.running.add(new RunningRelease(name(1), "success", Optional.empty(), 1, 0, 0));
        cloud.running.add(new RunningRelease(name(2), "success", Optional.of(new Fleet(2, "acme/other")), 2, 0, 0));
        cloud.running.add(new RunningRelease(name(3), "failed", Optional.of(FLEET), 3, 0, 0));
        cloud.run(4, 4);
        cloud.sources.put(4L, new SourceRelease.Unusable("an image is missing"));

        FleetUpdate update = describe(Sources.ALL);

        assertEquals(
                List.of(
                        FullDownload.of(name(4), 4, 1_000, "an image is missing"),
                        FullDownload.of(name(3), 3, 1_000, "the status of their release is 'failed', not 'success'"),
                        FullDownload.of(name(2), 2, 1_000, "their release belongs to fleet acme/other"),
                        FullDownload.of(name(1), 1, 1_000, "their release belongs to another fleet")),
                update.fullDownloads());
        assertEquals(UpdateStatus.READY, update.overallStatus());
    }

    @Test
    void releasesOfFewDevicesAreNotPrepared() throws InterruptedException {
        cloud.run(1, 4).run(2, 5);
        FleetUpdate update = describe(new Sources(false, 5));
        assertEquals(
                List.of(FullDownload.of(name(1), 4, 1_000, "not prepared: fewer than 5 devices run their release")),
                update.fullDownloads());
        assertEquals(1, update.updates().size());
    }

    @Test
    void aReleaseThatIsNotShownIsLookedUpOnceMore() throws InterruptedException {
        cloud.run(1, 4).run(2, 5);
        cloud.unseenAtFirst.add(1L);
        assertEquals(List.of(), describe(Sources.ALL).fullDownloads());
        assertEquals(List.of(List.of(1L, 2L), List.of(1L)), cloud.lookedUp);
    }

    @Test
    void devicesOfAReleaseThatIsNotShownAreUnknown() throws InterruptedException {
        cloud.run(1, 4);
        cloud.sources.put(1L, new SourceRelease.Unseen());
        FleetUpdate update = describe(Sources.ALL);
        assertEquals(List.of(FullDownload.unknown(Optional.of(name(1)), 4, 1_000, NOT_SHOWN)), update.fullDownloads());
        assertEquals(UpdateStatus.UNKNOWN, update.overallStatus());
    }

    @Test
    void devicesThatNoReleaseShowsAreUnknown() throws InterruptedException {
        cloud.run(1, 4);
        cloud.hidden = 3;
        FleetUpdate update = describe(Sources.ALL);
        assertEquals(List.of(FullDownload.unknown(Optional.empty(), 3, 1_000, NOT_SHOWN)), update.fullDownloads());
        assertEquals(7, update.deviceCount());
    }

    @Test
    void devicesThatUseNoDeltasDownloadInFullWhatTheyDoNotHave() throws InterruptedException {
        cloud.running.add(new RunningRelease(name(1), "success", Optional.of(FLEET), 9, 2, 3));
        FleetUpdate update = describe(Sources.ALL);
        assertEquals(
                List.of(4L), update.updates().stream().map(s -> s.deviceCount()).toList());
        assertEquals(
                List.of(3L, 2L),
                update.fullDownloads().stream().map(FullDownload::deviceCount).toList());
        assertEquals(9, update.deviceCount());
        assertEquals(UpdateStatus.PENDING, update.overallStatus());
    }

    @Test
    void devicesThatDoNotFollowTheFleetAreNoSources() throws InterruptedException {
        cloud.run(1, 4);
        cloud.others = new OtherDevices(List.of(new PinnedDevices(Optional.of(name(2)), 5)), 1, 2);
        FleetUpdate update = describe(Sources.ALL);
        assertEquals(4, update.deviceCount());
        assertEquals(12, update.totalDeviceCount());
        assertEquals(1, update.updates().size());
    }

    @Test
    void theCurrentTargetIsTheFleets() throws InterruptedException {
        cloud.run(1, 4);
        FleetUpdate update = new FleetUpdates(cloud)
                .describe(REFERENCE, new TargetReference.Current(), Sources.ALL, Deadline.never());
        assertEquals(9, update.to().release().id());
        assertEquals(List.of(TARGET), cloud.targets);
        cloud.target = new FleetTarget(Optional.empty(), false);
        var failure = assertThrows(
                BalenaException.NotFound.class,
                () -> FleetDescription.of(
                        cloud, REFERENCE, new TargetReference.Current(), Sources.ALL, Deadline.never()));
        assertEquals("Fleet acme/kiosk has no target release.", failure.problem());
    }

    private FleetUpdate describe(Sources sources) throws InterruptedException {
        return FleetDescription.of(cloud, REFERENCE, TARGET, sources, Deadline.never());
    }

    private static ReleaseName name(long id) {
        return new ReleaseName(id, "c" + id);
    }

    private static Release release(long id) {
        return new Release(
                id,
                "c" + id,
                FLEET,
                Map.of("main", new Image(id * 10, "registry/" + id, Optional.of("sha256:" + id), 1_000)));
    }

    private static final class FakeFleet extends UnsupportedCloud {

        private final List<RunningRelease> running = new ArrayList<>();
        private final Map<Long, SourceRelease> sources = new HashMap<>();
        private final List<Long> unseenAtFirst = new ArrayList<>();
        private final Map<ImagePair, DeltaState> deltas = new HashMap<>();
        private final List<List<Long>> lookedUp = new ArrayList<>();
        private final Set<ImagePair> pairs = new HashSet<>();
        private final List<TargetReference> targets = new ArrayList<>();
        private FleetTarget target = new FleetTarget(Optional.of(name(9)), false);
        private long withoutRelease;
        private long hidden;
        private OtherDevices others = OtherDevices.NONE;

        FakeFleet run(long release, long devices) {
            running.add(new RunningRelease(name(release), "success", Optional.of(FLEET), devices, 0, 0));
            return this;
        }

        @Override
        public FleetState fleet(FleetReference reference, Deadline deadline) {
            return new FleetState(FLEET, target, true);
        }

        @Override
        public FleetDevices devices(FleetState fleet, long release, boolean onlineOnly, Deadline deadline) {
            return new FleetDevices(running, withoutRelease, hidden, others);
        }

        @Override
        public TargetRelease target(TargetReference reference, FleetReference fleet, Deadline deadline) {
            targets.add(reference);
            return new TargetRelease(release(9), true, false);
        }

        @Override
        public Map<Long, SourceRelease> sources(Collection<Long> ids, Deadline deadline) {
            lookedUp.add(List.copyOf(ids));
            Map<Long, SourceRelease> found = new HashMap<>();
            for (long id : ids) {
                boolean isHidden = unseenAtFirst.contains(id) && lookedUp.size() == 1;
                SourceRelease shown = sources.getOrDefault(id, new SourceRelease.Usable(release(id)));
                found.put(id, isHidden ? new SourceRelease.Unseen() : shown);
            }
            return found;
        }

        @Override
        public Map<ImagePair, DeltaState> deltas(Collection<ImagePair> pairs, Deadline deadline) {
            this.pairs.addAll(pairs);
            return deltas;
        }
    }
}

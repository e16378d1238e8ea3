package io.balena.releaseupdate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FleetUpdateTest {

    private static final Fleet FLEET = new Fleet(1, "acme/kiosk");
    private static final ImagePair FIRST = new ImagePair(11, 30);
    private static final ImagePair SECOND = new ImagePair(12, 30);

    @Test
    void countsEachDeviceOnce() {
        FleetUpdate update = update(3, 5).with(Map.of(FIRST, finished(10)));
        assertEquals(3 + 5 + 7 + 2 + 4, update.deviceCount());
        assertEquals(7 + 3, update.readyDeviceCount());
        assertEquals(2 + 4, update.fullDownloadDeviceCount());
    }

    @Test
    void isAsFarAsTheUpdateThatIsLeastFar() {
        assertEquals(UpdateStatus.PENDING, update(3, 5).overallStatus());
        assertEquals(
                UpdateStatus.PREPARING,
                update(3, 5)
                        .with(Map.of(FIRST, finished(10), SECOND, new DeltaState.Building(1)))
                        .overallStatus());
        assertEquals(
                UpdateStatus.READY,
                update(3, 5)
                        .with(Map.of(FIRST, finished(10), SECOND, finished(20)))
                        .overallStatus(),
                "devices that download in full wait for nothing");
    }

    @Test
    void addsUpWhatAllDevicesDownload() {
        FleetUpdate pending = update(3, 5).with(Map.of(FIRST, finished(10)));
        assertEquals(OptionalLong.empty(), pending.estimatedPayloadSize());
        assertEquals(3 * 10 + 5 * 1000 + (2 + 4) * 1000, pending.largestPayloadSize());
        FleetUpdate ready = update(3, 5).with(Map.of(FIRST, finished(10), SECOND, finished(20)));
        assertEquals(OptionalLong.of(3 * 10 + 5 * 20 + 6 * 1000), ready.estimatedPayloadSize());
        assertEquals(OptionalLong.of(5 * 20), ready.updates().get(1).estimatedPayloadSize());
    }

    @Test
    void holdsSumsThatDoNotFit() {
        assertEquals(Long.MAX_VALUE, SourceUpdate.timesDevices(Long.MAX_VALUE, 2));
        assertEquals(Long.MAX_VALUE, SourceUpdate.timesDevices(1L << 62, 1L << 62));
        assertEquals(Long.MAX_VALUE, SourceUpdate.timesDevices(1L << 62, 2));
        assertEquals(1L << 62, SourceUpdate.timesDevices(1L << 61, 2));
        assertEquals(0, SourceUpdate.timesDevices(Long.MAX_VALUE, 0));
        assertEquals(Long.MAX_VALUE, update(Long.MAX_VALUE / 4, 5).largestPayloadSize());
    }

    @Test
    void isReadyWithoutDevices() {
        var update = new FleetUpdate(FLEET, target(20, false), to(), List.of(), List.of(), 0, 0, Optional.empty());
        assertEquals(UpdateStatus.READY, update.overallStatus());
        assertEquals(OptionalLong.of(0), update.estimatedPayloadSize());
        assertEquals(0, update.deviceCount());
    }

    @Test
    void aFleetThatTracksTheLatestReleaseIsNotPinned() {
        assertTrue(target(20, false).isPinnedTo(20));
        assertFalse(target(20, true).isPinnedTo(20));
        assertFalse(target(10, false).isPinnedTo(20));
        assertFalse(new FleetTarget(Optional.empty(), false).isPinnedTo(20));
    }

    @Test
    void remembersTheOutcomeOfPinning() {
        FleetUpdate update = update(3, 5);
        FleetUpdate pinned = update.with(new PinOutcome.Pinned());
        assertEquals(Optional.of(new PinOutcome.Pinned()), pinned.pin());
        assertEquals(update.updates(), pinned.updates());
        assertEquals(
                List.of(1L, 2L),
                pinned.releaseUpdates().stream().map(one -> one.from().id()).toList());
    }

    @Test
    void isPinnedOnceThatWasSeen() {
        FleetUpdate update = update(3, 5);
        assertFalse(update.isPinned(), "not wanted");
        assertFalse(update.with(new PinOutcome.Planned()).isPinned());
        assertTrue(update.with(new PinOutcome.Pinned()).isPinned());
        assertTrue(update.with(new PinOutcome.AlreadyPinned()).isPinned());
    }

    @Test
    void remembersHowFarItsDevicesAre() {
        FleetUpdate update = update(3, 5);
        var status =
                new FleetStatus(FLEET, target(20, false), new ReleaseName(20, "c20"), DeviceCounts.NONE, List.of());
        assertEquals(Optional.of(status), update.with(status).status());
        assertEquals(update.updates(), update.with(status).updates());
    }

    @Test
    void readyUpdatesDoNotHideUnknownDevices() {
        var unknown = new FullDownload(Optional.empty(), 2, 1000, "not shown", true);
        var update = new FleetUpdate(
                        FLEET,
                        target(20, false),
                        to(),
                        List.of(source(1, 11, 3)),
                        List.of(unknown),
                        7,
                        0,
                        Optional.empty())
                .with(Map.of(FIRST, finished(10)));
        assertEquals(UpdateStatus.UNKNOWN, update.overallStatus());
    }

    @Test
    void isNotReadyWhileBalenaDoesNotShowWhatDevicesRun() {
        var unknown = new FullDownload(Optional.empty(), 2, 1000, "not shown", true);
        var update =
                new FleetUpdate(FLEET, target(20, false), to(), List.of(), List.of(unknown), 7, 0, Optional.empty());
        assertEquals(UpdateStatus.UNKNOWN, update.overallStatus());
        assertEquals(2, update.unknownDeviceCount());
        assertEquals(0, update(3, 5).unknownDeviceCount());
    }

    private static FleetTarget target(long release, boolean tracksLatest) {
        return new FleetTarget(Optional.of(new ReleaseName(release, "c" + release)), tracksLatest);
    }

    private static FleetUpdate update(long firstDevices, long secondDevices) {
        return new FleetUpdate(
                FLEET,
                target(20, false),
                to(),
                List.of(source(1, 11, firstDevices), source(2, 12, secondDevices)),
                List.of(new FullDownload(Optional.empty(), 2, 1000, "of another fleet", false)),
                7,
                4,
                Optional.empty());
    }

    private static SourceUpdate source(long release, long image, long devices) {
        return new SourceUpdate(ReleaseUpdate.between(release(release, image), to().release(), Map.of()), devices);
    }

    private static TargetRelease to() {
        return new TargetRelease(release(3, 30), true, false);
    }

    private static Release release(long id, long image) {
        return new Release(
                id, "c" + id, FLEET, Map.of("main", new Image(image, "registry/" + image, Optional.empty(), 1000)));
    }

    private static DeltaState finished(long size) {
        return new DeltaState.Finished(new Delta(1, 3, Optional.empty(), size));
    }
}

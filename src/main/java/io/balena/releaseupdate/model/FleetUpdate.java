package io.balena.releaseupdate.model;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The update of a fleet from all releases that its devices run to one target release.
 *
 * @param fleet the fleet
 * @param before the fleet's target when this was described
 * @param to the target release
 * @param updates one for each source release that can be described, the one with most devices first
 * @param fullDownloads devices on any other release, the largest group first
 * @param updatedDeviceCount devices that already run the target release
 * @param newDeviceCount devices that run no release yet: they download the target release in full
 * @param others devices that do not follow the fleet; none of the numbers above includes them
 * @param isOnlineOnly whether only devices with a recent heartbeat were counted
 * @param pin the result of pinning; empty if no pin was requested
 * @param status its devices' progress after the pin; empty if they were not followed
 */
public record FleetUpdate(
        Fleet fleet,
        FleetTarget before,
        TargetRelease to,
        List<SourceUpdate> updates,
        List<FullDownload> fullDownloads,
        long updatedDeviceCount,
        long newDeviceCount,
        OtherDevices others,
        boolean isOnlineOnly,
        Optional<PinOutcome> pin,
        Optional<FleetStatus> status) {

    public FleetUpdate {
        updates = List.copyOf(updates);
        fullDownloads = List.copyOf(fullDownloads);
    }

    /** The update of a fleet whose devices were not followed. */
    public FleetUpdate(
            Fleet fleet,
            FleetTarget before,
            TargetRelease to,
            List<SourceUpdate> updates,
            List<FullDownload> fullDownloads,
            long updatedDeviceCount,
            long newDeviceCount,
            OtherDevices others,
            boolean isOnlineOnly,
            Optional<PinOutcome> pin) {
        this(
                fleet,
                before,
                to,
                updates,
                fullDownloads,
                updatedDeviceCount,
                newDeviceCount,
                others,
                isOnlineOnly,
                pin,
                Optional.empty());
    }

    /** The update of a fleet whose devices all follow it. */
    public FleetUpdate(
            Fleet fleet,
            FleetTarget before,
            TargetRelease to,
            List<SourceUpdate> updates,
            List<FullDownload> fullDownloads,
            long updatedDeviceCount,
            long newDeviceCount,
            Optional<PinOutcome> pin) {
        this(
                fleet,
                before,
                to,
                updates,
                fullDownloads,
                updatedDeviceCount,
                newDeviceCount,
                OtherDevices.NONE,
                false,
                pin);
    }

    /** The same with other states of its deltas. */
    public FleetUpdate with(Map<ImagePair, DeltaState> deltas) {
        List<SourceUpdate> known = updates.stream()
                .map(source -> new SourceUpdate(source.update().with(deltas), source.deviceCount()))
                .toList();
        return with(known, pin, status);
    }

    /** The same with the result of pinning. */
    public FleetUpdate with(PinOutcome outcome) {
        return with(updates, Optional.of(outcome), status);
    }

    /** The same with its devices' progress. */
    public FleetUpdate with(FleetStatus newStatus) {
        return with(updates, pin, Optional.of(newStatus));
    }

    private FleetUpdate with(
            List<SourceUpdate> newUpdates, Optional<PinOutcome> newPin, Optional<FleetStatus> newStatus) {
        return new FleetUpdate(
                fleet,
                before,
                to,
                newUpdates,
                fullDownloads,
                updatedDeviceCount,
                newDeviceCount,
                others,
                isOnlineOnly,
                newPin,
                newStatus);
    }

    /** Whether the fleet is pinned to the target release, as read from balena. */
    public boolean isPinned() {
        return pin.filter(
                        outcome -> outcome instanceof PinOutcome.Pinned || outcome instanceof PinOutcome.AlreadyPinned)
                .isPresent();
    }

    /** The updates without their device counts. */
    public List<ReleaseUpdate> releaseUpdates() {
        return updates.stream().map(SourceUpdate::update).toList();
    }

    /** All devices of the fleet, including those that do not follow it. */
    public long totalDeviceCount() {
        return deviceCount() + others.deviceCount();
    }

    /** All devices that follow the fleet. */
    public long deviceCount() {
        return updates.stream().mapToLong(SourceUpdate::deviceCount).sum()
                + updatedDeviceCount
                + fullDownloadDeviceCount();
    }

    /** Devices whose deltas are all finished, or that have nothing to download. */
    public long readyDeviceCount() {
        return updatedDeviceCount
                + updates.stream()
                        .filter(source -> source.update().overallStatus() == UpdateStatus.READY)
                        .mapToLong(SourceUpdate::deviceCount)
                        .sum();
    }

    /** Devices for which no deltas are prepared, including those without a release. */
    public long fullDownloadDeviceCount() {
        return newDeviceCount
                + fullDownloads.stream().mapToLong(FullDownload::deviceCount).sum();
    }

    /** Devices whose release balena does not show; they count as full downloads. */
    public long unknownDeviceCount() {
        return fullDownloads.stream()
                .filter(FullDownload::isUnknown)
                .mapToLong(FullDownload::deviceCount)
                .sum();
    }

    /**
     * The worst status of its updates; ready if there are none, since full downloads need no preparation. Never ready
     * while balena does not show the release of some devices.
     */
    public UpdateStatus overallStatus() {
        return updates.stream()
                .map(source -> source.update().overallStatus())
                .min(Comparator.naturalOrder())
                .filter(worst -> worst != UpdateStatus.READY)
                .orElse(unknownDeviceCount() > 0 ? UpdateStatus.UNKNOWN : UpdateStatus.READY);
    }

    /** Bytes that the whole fleet downloads; empty until everything is ready. */
    public OptionalLong estimatedPayloadSize() {
        return overallStatus() == UpdateStatus.READY ? OptionalLong.of(largestPayloadSize()) : OptionalLong.empty();
    }

    /** Bytes that the whole fleet downloads if no further delta is built; capped at {@link Long#MAX_VALUE}. */
    public long largestPayloadSize() {
        long withDeltas =
                updates.stream().mapToLong(SourceUpdate::largestPayloadSize).reduce(0, ReleaseUpdate::sumOf);
        return ReleaseUpdate.sumOf(withDeltas, fullDownloadPayloadSize());
    }

    /** Total bytes downloaded by the devices for which no deltas are prepared. */
    public long fullDownloadPayloadSize() {
        return fullDownloads.stream()
                .mapToLong(FullDownload::allPayloadSize)
                .reduce(SourceUpdate.timesDevices(fullPayloadSize(), newDeviceCount), ReleaseUpdate::sumOf);
    }

    /** Total size of the target release's images in bytes. */
    public long fullPayloadSize() {
        return to.release().images().values().stream().mapToLong(Image::size).reduce(0, ReleaseUpdate::sumOf);
    }
}

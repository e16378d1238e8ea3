package io.balena.releaseupdate.rollout;

import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.fleet.FleetUpdates;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DevicePinRequest;
import io.balena.releaseupdate.model.DeviceSelection;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetDevice;
import io.balena.releaseupdate.model.ForbiddenTag;
import io.balena.releaseupdate.model.PinState;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.ReleaseTag;
import io.balena.releaseupdate.rollout.journal.JournalEntry;
import io.balena.releaseupdate.rollout.plan.RolloutStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A roll-out's writes: creates tags, pins devices, clears their pins. Each is read back before the next. */
final class RolloutWrites {

    private final BalenaCloud cloud;
    private final Fleet fleet;
    private final ReleaseName to;
    private final boolean allowDraft;
    private final CarefulWrites writes;

    RolloutWrites(BalenaCloud cloud, Fleet fleet, ReleaseName to, boolean allowDraft, CarefulWrites writes) {
        this.cloud = cloud;
        this.fleet = fleet;
        this.to = to;
        this.allowDraft = allowDraft;
        this.writes = writes;
    }

    /** Creates a tag unless it exists; an existing one stays valid. */
    void create(JournalEntry entry) throws InterruptedException {
        writes.run(
                "tag the release",
                Set.of(entry.key()),
                (left, deadline) -> cloud.createReleaseTag(to.id(), entry.key(), entry.value(), deadline),
                deadline -> exists(entry.key()) ? Set.of() : Set.of(entry.key()));
    }

    /**
     * A request without effect may be due to another run that has undone or finished the roll-out, which the reads
     * after it don't show.
     *
     * @throws BalenaException.NotAllowed if that is not the reason
     */
    void throwUnless(ForbiddenTag tag, BalenaException.NotAllowed refusal) throws InterruptedException {
        if (!exists(tag.key())) {
            throw refusal;
        }
    }

    private boolean exists(String key) throws InterruptedException {
        return cloud.releaseTags(to.id(), key, Deadline.after(CarefulWrites.LONGEST_REQUEST)).tags().stream()
                .map(ReleaseTag::key)
                .anyMatch(key::equals);
    }

    /**
     * Pins devices that still follow the fleet, while the fleet and the release are unchanged.
     *
     * @return the devices that now have a pin
     */
    Set<Long> pin(RolloutStep.PinDevices step) throws InterruptedException {
        var request = new DevicePinRequest(
                fleet, step.expected(), to.id(), Set.of(), false, allowDraft, Optional.of(step.unless()));
        // If another user pins one elsewhere at this moment, the next read shows it.
        return write(
                "pin devices",
                request,
                step.ids(),
                device -> device.pin().isEmpty() && device.canUpdate() && device.isReachable(),
                device -> device.pin().isPresent());
    }

    /** Clears the pins of devices that are still pinned to the release, while the fleet is unchanged. */
    void clear(RolloutStep.ClearPins step) throws InterruptedException {
        var request =
                new DevicePinRequest(fleet, step.expected(), to.id(), Set.of(), true, true, Optional.of(step.unless()));
        write(
                "clear pins of devices",
                request,
                step.ids(),
                device -> device.canUpdate() && device.pin().equals(Optional.of(to.id())),
                device -> device.pin().isEmpty());
    }

    /**
     * Writes to devices in chunks, until the fleet or the release changes.
     *
     * @param request without the devices
     * @param isMissing whether a device must still be written
     * @return the devices that the last reads show as written
     */
    private Set<Long> write(
            String what,
            DevicePinRequest request,
            List<Long> all,
            Predicate<FleetDevice> isMissing,
            Predicate<FleetDevice> isWritten)
            throws InterruptedException {
        Set<Long> written = new HashSet<>();
        var last = new Object() {
            boolean isUnchanged = isUnchanged(request);
            List<FleetDevice> devices = List.of();
        };
        for (List<Long> chunk : chunks(all)) {
            if (!last.isUnchanged) {
                return written;
            }
            last.devices = List.of();
            try {
                writes.run(
                        what,
                        Set.copyOf(chunk),
                        (left, deadline) -> cloud.pinDevices(request.to(left), deadline),
                        deadline -> {
                            last.isUnchanged = isUnchanged(request);
                            last.devices = devices(chunk, deadline);
                            return last.isUnchanged ? ids(last.devices, isMissing) : Set.of();
                        });
            } catch (BalenaException.NotAllowed e) {
                throwUnless(request.unless().orElseThrow(), e);
                last.isUnchanged = false;
            }
            written.addAll(ids(last.devices, isWritten));
        }
        return written;
    }

    private boolean isUnchanged(DevicePinRequest request) throws InterruptedException {
        PinState state = cloud.pinState(fleet, to.id(), Deadline.after(CarefulWrites.LONGEST_REQUEST));
        return state.running().isSameAs(request.expected())
                && (request.isClearing()
                        || FleetUpdates.objection(fleet, to, state.release(), allowDraft)
                                .isEmpty());
    }

    private List<FleetDevice> devices(List<Long> ids, Deadline deadline) throws InterruptedException {
        return cloud.fleetDevices(fleet, new DeviceSelection.Ids(Set.copyOf(ids)), Optional.empty(), deadline);
    }

    private static Set<Long> ids(List<FleetDevice> devices, Predicate<FleetDevice> which) {
        return devices.stream().filter(which).map(FleetDevice::id).collect(Collectors.toSet());
    }

    static List<List<Long>> chunks(List<Long> ids) {
        List<List<Long>> chunks = new ArrayList<>();
        for (int start = 0; start < ids.size(); start += DevicePinRequest.MOST_DEVICES) {
            chunks.add(ids.subList(start, Math.min(ids.size(), start + DevicePinRequest.MOST_DEVICES)));
        }
        return chunks;
    }
}

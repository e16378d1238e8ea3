package io.balena.releaseupdate.rollout;

import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeviceSelection;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetDevice;
import io.balena.releaseupdate.model.WaitClock;
import io.balena.releaseupdate.text.Printable;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Notices that somebody else changed the pin of a device of the roll-out. */
final class RepinWatch {

    /** Reads may lag behind what was written just now. */
    private static final int LOOKS = 3;

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final BalenaCloud cloud;
    private final Fleet fleet;
    private final long release;
    private final WaitClock clock;
    private Set<Long> known = Set.of();

    RepinWatch(BalenaCloud cloud, Fleet fleet, long release, WaitClock clock) {
        this.cloud = cloud;
        this.fleet = fleet;
        this.release = release;
        this.clock = clock;
    }

    /** These devices were seen with our pin. */
    void add(Set<Long> pinned) {
        Set<Long> all = new HashSet<>(known);
        all.addAll(pinned);
        known = all;
    }

    /** From now on pins go away by our own doing. */
    void forget() {
        known = Set.of();
    }

    /**
     * Compares with the look before.
     *
     * @param pinned the roll-out's devices by now
     * @return who is pinned otherwise, a sentence; empty if none is. A device that was deleted or moved to another fleet is
     *     no more of our concern.
     */
    Optional<String> changed(Collection<Members.Member> pinned) throws InterruptedException {
        Set<Long> now = pinned.stream().map(member -> member.device().id()).collect(Collectors.toSet());
        Set<Long> missing =
                known.stream().filter(id -> !now.contains(id)).limit(200).collect(Collectors.toSet());
        Optional<FleetDevice> changed = missing.isEmpty() ? Optional.empty() : confirmed(missing);
        known = now;
        return changed.map(this::sentence);
    }

    private Optional<FleetDevice> confirmed(Set<Long> missing) throws InterruptedException {
        Optional<FleetDevice> changed = Optional.empty();
        for (int look = 0; look < LOOKS; look++) {
            if (look > 0) {
                clock.sleep(PAUSE.multipliedBy(look));
            }
            Deadline deadline = Deadline.after(CarefulWrites.LONGEST_REQUEST);
            List<FleetDevice> devices =
                    cloud.fleetDevices(fleet, new DeviceSelection.Ids(missing), Optional.empty(), deadline);
            // Read last: pins are cleared only after the fleet is pinned, perhaps by another run.
            boolean isFleetPinned =
                    cloud.pinState(fleet, release, deadline).running().isPinnedTo(release);
            changed = devices.stream()
                    .filter(device -> !device.pin().equals(Optional.of(release)))
                    .filter(device -> !isFleetPinned || device.pin().isPresent())
                    .findFirst();
            if (changed.isEmpty()) {
                return changed;
            }
        }
        return changed;
    }

    private String sentence(FleetDevice device) {
        String what = device.pin()
                .map(other -> "pinned device " + name(device) + " to release " + other)
                .orElseGet(() -> "cleared the pin of device " + name(device));
        return "Somebody " + what + " meanwhile. Nothing more was written. Run it again to go on with the others, or"
                + " with --undo.";
    }

    private static String name(FleetDevice device) {
        String uuid = device.uuid().substring(0, Math.min(7, device.uuid().length()));
        return Printable.words(device.name()) + " (" + Printable.words(uuid) + ")";
    }
}

package io.balena.releaseupdate.rollout;

import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeviceSelection;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetDevice;
import io.balena.releaseupdate.model.WaitClock;
import io.balena.releaseupdate.rollout.journal.Journal;
import io.balena.releaseupdate.rollout.journal.JournalEntry;
import io.balena.releaseupdate.rollout.journal.Roster;
import io.balena.releaseupdate.rollout.plan.Members;
import io.balena.releaseupdate.text.Printable;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Detects that another user changed the pin of a roll-out's device. */
final class RepinWatch {

    /** Reads may lag behind recent writes. */
    private static final int READS = 3;

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private static final String CONTRADICTION = "balena's answers contradict each other.";
    private static final String ADVICE =
            " meanwhile. Nothing more was pinned. Run it again to go on with the others, or with --undo.";

    private final BalenaCloud cloud;
    private final Fleet fleet;
    private final long release;
    private final WaitClock clock;
    private Set<Long> known = Set.of();
    private boolean isCompared;
    private boolean isDoubted;

    RepinWatch(BalenaCloud cloud, Fleet fleet, long release, WaitClock clock) {
        this.cloud = cloud;
        this.fleet = fleet;
        this.release = release;
        this.clock = clock;
    }

    /** Records devices that a read showed with our pin. */
    void add(Set<Long> pinned) {
        Set<Long> all = new HashSet<>(known);
        all.addAll(pinned);
        known = all;
    }

    /** From now on, the roll-out itself clears pins. */
    void forget() {
        known = Set.of();
    }

    /**
     * Compares with the read before; the first time, with the journal of an earlier run.
     *
     * @param members the roll-out's current devices
     * @return the device whose pin changed, as a sentence; empty if there is none. Deleted devices and those moved to
     *     another fleet don't count.
     * @throws BalenaException.Unavailable if the responses contradict each other
     */
    Optional<String> changed(Collection<Members.Member> members, Journal journal) throws InterruptedException {
        Set<Long> now = members.stream().map(member -> member.device().id()).collect(Collectors.toSet());
        Roster.Missing earlier = isCompared
                ? new Roster.Missing(Set.of(), 0)
                : journal.pinned()
                        .map(pinned -> pinned.roster().missingFrom(Members.roster(members, pinned.stage())))
                        .orElse(new Roster.Missing(Set.of(), 0));
        Set<Long> missing = Stream.concat(earlier.ids().stream(), known.stream().filter(id -> !now.contains(id)))
                .limit(200)
                .collect(Collectors.toSet());
        Optional<String> changed = missing.isEmpty()
                ? Optional.empty()
                : confirmed(missing).map(device -> "Somebody " + change(device) + ADVICE);
        if (changed.isEmpty() && earlier.others() > 0) {
            if (!isDoubted) {
                isDoubted = true;
                throw new BalenaException.Unavailable(CONTRADICTION, null);
            }
            changed = Optional.of("Of the devices that the roll-out had pinned, " + earlier.others()
                    + " or more are pinned otherwise, deleted or moved" + ADVICE);
        }
        isCompared = changed.isEmpty();
        known = now;
        return changed;
    }

    /** The journal entry to write after reporting a change, to let the next run continue. */
    Optional<JournalEntry> told(Collection<Members.Member> members, Journal journal) {
        return journal.pinned().flatMap(pinned -> {
            Roster roster = Members.roster(members, pinned.stage());
            return roster.equals(pinned.roster())
                    ? Optional.empty()
                    : Optional.of(JournalEntry.pinned(journal.attempt(), pinned.stage(), pinned.version() + 1, roster));
        });
    }

    private Optional<FleetDevice> confirmed(Set<Long> missing) throws InterruptedException {
        Optional<FleetDevice> changed = Optional.empty();
        for (int read = 0; read < READS; read++) {
            if (read > 0) {
                clock.sleep(PAUSE.multipliedBy(read));
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
            if (devices.stream().anyMatch(device -> device.pin().equals(Optional.of(release)))) {
                throw new BalenaException.Unavailable(CONTRADICTION, null);
            }
            if (changed.isEmpty()) {
                return changed;
            }
        }
        return changed;
    }

    private String change(FleetDevice device) {
        return device.pin()
                .map(other -> "pinned device " + name(device) + " to release " + other)
                .orElseGet(() -> "cleared the pin of device " + name(device));
    }

    private static String name(FleetDevice device) {
        String uuid = device.uuid().substring(0, Math.min(7, device.uuid().length()));
        return Printable.words(device.name()) + " (" + Printable.words(uuid) + ")";
    }
}

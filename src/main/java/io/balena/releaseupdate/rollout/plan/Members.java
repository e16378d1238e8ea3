package io.balena.releaseupdate.rollout.plan;

import io.balena.releaseupdate.model.FleetDevice;
import io.balena.releaseupdate.rollout.journal.Journal;
import io.balena.releaseupdate.rollout.journal.Roster;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Distinguishes a roll-out's own devices from others: they are pinned to its release, were not before, and belong to a
 * stage that has begun. A stage's device that another user pins to the same release can't be distinguished.
 *
 * @param release the id of the target release
 */
public record Members(long release, Journal journal) {

    /** A device and the number of the stage that pinned it. */
    public record Member(FleetDevice device, int stage) {}

    /** The devices among these that the roll-out has pinned. */
    public List<Member> of(Collection<FleetDevice> devices) {
        return devices.stream()
                .filter(device -> device.pin().equals(Optional.of(release)))
                .flatMap(device -> stage(device).map(stage -> new Member(device, stage)).stream())
                .toList();
    }

    /** The devices that the roll-out has pinned and whose pins can be cleared: not frozen ones. */
    List<Long> clearable(Collection<FleetDevice> devices) {
        return of(devices).stream()
                .map(Member::device)
                .filter(FleetDevice::canUpdate)
                .map(FleetDevice::id)
                .toList();
    }

    /** The members that this stage or an earlier one has pinned. */
    public static Roster roster(Collection<Member> members, int stage) {
        return Roster.of(members.stream()
                .filter(member -> member.stage() <= stage)
                .map(member -> member.device().id())
                .toList());
    }

    /** The stage of a device, pinned or not; empty if it is in none. */
    public Optional<Integer> stage(FleetDevice device) {
        if (journal.origin()
                .filter(origin -> origin.kept().contains(device.id()))
                .isPresent()) {
            return Optional.empty();
        }
        for (Map.Entry<Integer, Journal.Stage> entry : journal.stages().entrySet()) {
            if (entry.getValue().scope().members().contains(device.id())) {
                return Optional.of(entry.getKey());
            }
        }
        String rank = RolloutOrder.rank(release, device.uuid());
        for (Map.Entry<Integer, Journal.Stage> entry : journal.stages().entrySet()) {
            if (rank.compareTo(entry.getValue().scope().cutoff()) <= 0) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }
}

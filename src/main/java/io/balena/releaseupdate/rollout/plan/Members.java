package io.balena.releaseupdate.rollout.plan;

import io.balena.releaseupdate.model.FleetDevice;
import io.balena.releaseupdate.rollout.journal.Journal;
import io.balena.releaseupdate.rollout.journal.Roster;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells a roll-out's own devices from others: they are pinned to its release, were not so before, and lie within a stage
 * that has begun. A device of a stage that somebody else pins to the same release can't be told from ours.
 *
 * @param release the target release, by id
 */
public record Members(long release, Journal journal) {

    /** A device and the number of the stage that pinned it. */
    public record Member(FleetDevice device, int stage) {}

    /** Those of these devices that the roll-out has pinned. */
    public List<Member> of(Collection<FleetDevice> devices) {
        return devices.stream()
                .filter(device -> device.pin().equals(Optional.of(release)))
                .flatMap(device -> stage(device).map(stage -> new Member(device, stage)).stream())
                .toList();
    }

    /** Those that the roll-out has pinned and whose pins can be cleared: frozen ones are left alone. */
    List<Long> clearable(Collection<FleetDevice> devices) {
        return of(devices).stream()
                .map(Member::device)
                .filter(FleetDevice::canUpdate)
                .map(FleetDevice::id)
                .toList();
    }

    /** Those of these members that a stage or an earlier one has pinned. */
    public static Roster roster(Collection<Member> members, int stage) {
        return Roster.of(members.stream()
                .filter(member -> member.stage() <= stage)
                .map(member -> member.device().id())
                .toList());
    }

    /** The stage that a device is in, pinned or not. */
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

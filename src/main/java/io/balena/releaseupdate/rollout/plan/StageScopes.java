package io.balena.releaseupdate.rollout.plan;

import io.balena.releaseupdate.model.DeviceSelection;
import io.balena.releaseupdate.model.FleetDevice;
import io.balena.releaseupdate.rollout.journal.Journal;
import io.balena.releaseupdate.rollout.journal.StageScope;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses the devices of stages. A stage given as a share or a number takes an interval of the order that follows those
 * of earlier stages; devices skipped there update with the fleet.
 *
 * @param release the id of the target release
 * @param journal the stages that have begun
 * @param ours how many devices the roll-out has pinned
 */
public record StageScopes(long release, Journal journal, long ours) {

    /** A stage that may begin, and the devices that it would add. */
    public record Choice(StageScope scope, List<FleetDevice> added) {}

    /** How many devices a stage has, including those of earlier stages; empty if its tag decides. */
    static Optional<Long> size(StageSize stage, FleetView view, long ours) {
        if (stage instanceof StageSize.Share share) {
            return Optional.of(share.of(view.counts().following() + ours));
        }
        return stage instanceof StageSize.Number number ? Optional.of(number.devices()) : Optional.empty();
    }

    /** Which devices to read for a stage. */
    public static DeviceSelection.Reachable selection(StageSize stage) {
        return stage instanceof StageSize.Tagged tagged
                ? new DeviceSelection.Reachable(Optional.of(tagged.key()), tagged.value())
                : new DeviceSelection.Reachable(Optional.empty(), Optional.empty());
    }

    /** The devices among these that a stage takes. */
    public Choice choose(StageSize stage, FleetView view, List<FleetDevice> reachable) {
        Members members = new Members(release, journal);
        List<FleetDevice> free = reachable.stream()
                .filter(device -> members.stage(device).isEmpty() && !isKept(device))
                .toList();
        Optional<Long> size = size(stage, view, ours);
        if (size.isEmpty()) {
            Set<Long> ids = free.stream().map(FleetDevice::id).collect(Collectors.toSet());
            return new Choice(new StageScope(stage.toString(), ours + free.size(), "", ids), free);
        }
        List<FleetDevice> added =
                inOrder(free).stream().limit(Math.max(0, size.get() - ours)).toList();
        String cutoff = added.isEmpty() ? "" : rank(added.get(added.size() - 1));
        return new Choice(new StageScope(stage.toString(), size.get(), cutoff, Set.of()), added);
    }

    /** The devices of a stage in progress that must still be pinned. */
    List<FleetDevice> missing(int number, List<FleetDevice> reachable) {
        Members members = new Members(release, journal);
        long room = journal.stages().get(number).scope().size() - ours;
        return inOrder(reachable.stream()
                        .filter(device -> members.stage(device).equals(Optional.of(number)))
                        .toList())
                .stream()
                .limit(Math.max(0, room))
                .toList();
    }

    private boolean isKept(FleetDevice device) {
        return journal.origin()
                .filter(origin -> origin.kept().contains(device.id()))
                .isPresent();
    }

    private List<FleetDevice> inOrder(List<FleetDevice> devices) {
        return devices.stream()
                .map(device -> new Ranked(rank(device), device))
                .sorted(Comparator.comparing(Ranked::rank))
                .map(Ranked::device)
                .toList();
    }

    private record Ranked(String rank, FleetDevice device) {}

    private String rank(FleetDevice device) {
        return RolloutOrder.rank(release, device.uuid());
    }
}

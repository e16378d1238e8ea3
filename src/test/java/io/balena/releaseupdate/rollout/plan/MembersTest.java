package io.balena.releaseupdate.rollout.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.balena.releaseupdate.model.FleetDevice;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.rollout.journal.Journal;
import io.balena.releaseupdate.rollout.journal.Roster;
import io.balena.releaseupdate.rollout.journal.StageScope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MembersTest {

    private static final long RELEASE = 7;

    /** In the order in which a roll-out of the release takes them. */
    private static final List<FleetDevice> DEVICES = inOrder(LongStream.rangeClosed(101, 106)
            .mapToObj(id -> device(id, Optional.of(RELEASE)))
            .toList());

    private static List<FleetDevice> inOrder(List<FleetDevice> devices) {
        List<String> order =
                RolloutOrder.of(RELEASE, devices.stream().map(FleetDevice::uuid).toList());
        return order.stream()
                .flatMap(uuid -> devices.stream().filter(device -> device.uuid().equals(uuid)))
                .toList();
    }

    private static FleetDevice device(long id, Optional<Long> pin) {
        return new FleetDevice(
                id,
                "uuid-" + id,
                "",
                pin,
                Optional.empty(),
                true,
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Journal.Stage upTo(FleetDevice last) {
        return stage(RolloutOrder.rank(RELEASE, last.uuid()), Set.of());
    }

    private static Journal.Stage stage(String cutoff, Set<Long> members) {
        return new Journal.Stage(
                new StageScope("10%", 1, cutoff, members),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Members members(Set<Long> kept, Map<Integer, Journal.Stage> stages) {
        var origin = new Journal.Origin(new ReleaseName(6, "a".repeat(40)), List.of("1", "2"), kept);
        return new Members(
                RELEASE, new Journal(1, Optional.of(origin), new TreeMap<>(stages), Optional.empty(), Map.of(), ""));
    }

    private static List<Optional<Integer>> stages(Members members) {
        return DEVICES.stream().map(members::stage).toList();
    }

    private static Optional<Integer> in(int stage) {
        return Optional.of(stage);
    }

    private static Optional<Integer> none() {
        return Optional.empty();
    }

    @Test
    void aStageEndsWithItsLastDevice() {
        assertEquals(
                List.of(in(1), in(1), in(2), in(2), none(), none()),
                stages(members(Set.of(), Map.of(1, upTo(DEVICES.get(1)), 2, upTo(DEVICES.get(3))))));
    }

    @Test
    void noDeviceIsInAStageBeforeOneBegan() {
        assertEquals(List.of(none(), none(), none(), none(), none(), none()), stages(members(Set.of(), Map.of())));
    }

    @Test
    void aStageOfTaggedDevicesHasThemOnly() {
        Journal.Stage tagged =
                stage("", Set.of(DEVICES.get(0).id(), DEVICES.get(5).id()));

        assertEquals(
                List.of(in(2), in(1), in(1), none(), none(), in(2)),
                stages(members(Set.of(), Map.of(1, upTo(DEVICES.get(2)), 2, tagged))));
    }

    @Test
    void aDeviceThatWasPinnedBeforeIsNeverOne() {
        FleetDevice kept = DEVICES.get(0);
        Journal.Stage tagged = stage("", Set.of(kept.id()));

        assertEquals(none(), members(Set.of(kept.id()), Map.of(1, tagged)).stage(kept));
        assertEquals(none(), members(Set.of(kept.id()), Map.of(1, upTo(kept))).stage(kept));
        assertEquals(in(1), members(Set.of(999L), Map.of(1, upTo(kept))).stage(kept));
    }

    @Test
    void onlyDevicesPinnedToTheReleaseAreMembers() {
        FleetDevice first = DEVICES.get(0);
        Members members = members(Set.of(), Map.of(1, upTo(first)));

        assertEquals(
                List.of(new Members.Member(first, 1)),
                members.of(Stream.of(first, DEVICES.get(1)).toList()));
        assertEquals(
                List.of(),
                members.of(
                        List.of(device(first.id(), Optional.empty()), device(first.id(), Optional.of(RELEASE + 1)))));
    }

    @Test
    void aRosterHasTheDevicesOfItsStageAndEarlierOnes() {
        List<Members.Member> members = List.of(
                new Members.Member(DEVICES.get(0), 1),
                new Members.Member(DEVICES.get(1), 2),
                new Members.Member(DEVICES.get(2), 3));

        assertEquals(Roster.of(List.of(DEVICES.get(0).id(), DEVICES.get(1).id())), Members.roster(members, 2));
    }
}

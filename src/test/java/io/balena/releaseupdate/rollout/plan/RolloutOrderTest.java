package io.balena.releaseupdate.rollout.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RolloutOrderTest {

    private static final List<String> UUIDS = IntStream.range(0, 500)
            .mapToObj(i -> String.format("%032x", i * 2_654_435_761L))
            .toList();

    @Test
    void isTheSameForEveryRunWhateverOrderDevicesComeIn() {
        List<String> shuffled = new ArrayList<>(UUIDS);
        Collections.shuffle(shuffled, new Random(7));

        assertEquals(RolloutOrder.of(900835, UUIDS), RolloutOrder.of(900835, shuffled));
    }

    /** Changing the order would give a roll-out in progress other devices after an upgrade of this tool. */
    @Test
    void neverChangesFromVersionToVersion() {
        assertEquals(List.of("c", "b", "a"), RolloutOrder.of(900835, List.of("a", "b", "c")));
    }

    @Test
    void beginsWithOtherDevicesForAnotherRelease() {
        assertNotEquals(
                RolloutOrder.of(900835, UUIDS).subList(0, 10),
                RolloutOrder.of(900836, UUIDS).subList(0, 10));
    }

    @Test
    void losesNobody() {
        assertEquals(new HashSet<>(UUIDS), new HashSet<>(RolloutOrder.of(1, UUIDS)));
        assertEquals(UUIDS.size(), RolloutOrder.of(1, UUIDS).size());
    }

    /** Devices that leave or join don't change the order of the others, so a stage keeps its devices. */
    @Test
    void doesNotDependOnOtherDevices() {
        List<String> all = RolloutOrder.of(900835, UUIDS);
        List<String> some = UUIDS.subList(100, 400);

        assertEquals(all.stream().filter(some::contains).toList(), RolloutOrder.of(900835, some));
    }
}

package io.balena.releaseupdate.rollout.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RosterTest {

    private static List<Long> ids(long count) {
        return LongStream.range(0, count).map(i -> 2_000_000 + 7 * i).boxed().toList();
    }

    private static Roster without(long count, Long... missing) {
        Set<Long> gone = Set.of(missing);
        return Roster.of(ids(count).stream().filter(id -> !gone.contains(id)).toList());
    }

    private static Roster.Missing missing(Roster before, Roster later) {
        return Roster.parse(before.text()).missingFrom(later);
    }

    @Test
    void namesTheDevicesThatAreMissing() {
        Roster all = Roster.of(ids(1_000));
        assertEquals(new Roster.Missing(Set.of(), 0), missing(all, all));
        assertEquals(
                new Roster.Missing(Set.of(2_000_007L, 2_000_700L), 0),
                missing(all, without(1_000, 2_000_007L, 2_000_700L)));
    }

    @Test
    void countsThoseThatItCannotName() {
        long sameGroup = 2_000_007L + 7 * 47;
        assertEquals(
                new Roster.Missing(Set.of(2_000_014L), 2),
                missing(Roster.of(ids(1_000)), without(1_000, 2_000_007L, sameGroup, 2_000_014L)));
        assertEquals(
                new Roster.Missing(Set.of(), 1),
                missing(Roster.of(List.of(1L)), Roster.of(List.of(48L))),
                "another one instead");
    }

    @Test
    void oneMoreIsNoLoss() {
        assertEquals(new Roster.Missing(Set.of(), 0), missing(Roster.of(List.of()), Roster.of(List.of(5L))));
    }

    @Test
    void fitsIntoATagWhateverTheFleet() {
        List<Long> ids = LongStream.range(0, 100_000)
                .map(i -> Integer.MAX_VALUE - i)
                .boxed()
                .toList();
        assertTrue(Roster.of(ids).text().length() < 800);
    }

    @Test
    void refusesAnythingElse() {
        for (String text : new String[] {"", "1.2", "x", ",".repeat(45) + "1"}) {
            assertThrows(RuntimeException.class, () -> Roster.parse(text), text);
        }
    }
}

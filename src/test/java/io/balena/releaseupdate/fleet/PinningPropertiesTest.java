package io.balena.releaseupdate.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.PinOutcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Pinning against a simulated balena with random histories: lost responses, late effects, lagging reads, pins by other
 * users, releases that become unfit, refused writes, outages, and a process that is killed at any moment.
 */
class PinningPropertiesTest {

    private static final int HISTORIES = 20_000;

    @Test
    void holdsInRandomHistories() {
        long base = new Random().nextLong();
        System.out.println("Random histories of pinning, from seed " + base);
        Map<String, Integer> endings = new HashMap<>();
        for (int i = 0; i < HISTORIES; i++) {
            long seed = base + i;
            SimulatedFleet fleet = new SimulatedFleet(new Random(seed));
            PinOutcome outcome = fleet.pin();
            endings.merge(outcome.getClass().getSimpleName(), 1, Integer::sum);
            try {
                check(fleet, outcome);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + "L, " + outcome + ": " + e.getMessage() + fleet.log(), e);
            }
        }
        System.out.println("They ended as " + endings);
        for (Class<?> ending : new Class<?>[] {
            PinOutcome.Pinned.class,
            PinOutcome.AlreadyPinned.class,
            PinOutcome.Repinned.class,
            PinOutcome.Refused.class,
            PinOutcome.Failed.class,
            PinOutcome.Interrupted.class
        }) {
            assertTrue(endings.containsKey(ending.getSimpleName()), "never " + ending + ": the histories are too tame");
        }
    }

    private static void check(SimulatedFleet fleet, PinOutcome outcome) {
        assertFalse(fleet.hasWrittenBlindly(), "wrote although the last look did not allow it");
        assertTrue(fleet.writes() <= WriteHistory.MOST_WRITES + WriteHistory.MOST_NOT_APPLIED, "wrote too often");
        assertFalse(fleet.hasOverridden(), "overrode what somebody else had pinned");
        assertTrue(fleet.elapsed().compareTo(SimulatedFleet.LIMIT.plus(Duration.ofMinutes(2))) <= 0, "took too long");
        boolean saysPinned = outcome instanceof PinOutcome.Pinned || outcome instanceof PinOutcome.AlreadyPinned;
        if (saysPinned) {
            assertTrue(fleet.hasShownThePin(), "no look has shown the pin");
        }
        if (outcome instanceof PinOutcome.AlreadyPinned) {
            assertEquals(0, fleet.writes());
        }
        if (saysNothingWasChanged(outcome)) {
            fleet.letAllWritesHappen();
            assertFalse(fleet.hasBeenPinnedByUs(), "something was changed");
        }
        if (outcome instanceof PinOutcome.Repinned) {
            assertTrue(fleet.hasBeenRepinned(), "nobody else did anything");
        }
        if (outcome instanceof PinOutcome.Interrupted) {
            PinOutcome again = fleet.calm().pin();
            boolean isGood = again instanceof PinOutcome.Pinned || again instanceof PinOutcome.AlreadyPinned;
            assertTrue(isGood || again instanceof PinOutcome.Refused, "run again: " + again);
        }
    }

    private static boolean saysNothingWasChanged(PinOutcome outcome) {
        return outcome instanceof PinOutcome.Refused
                || outcome instanceof PinOutcome.Failed failed && !failed.isUncertain()
                || outcome instanceof PinOutcome.Interrupted interrupted && !interrupted.isUncertain()
                || outcome instanceof PinOutcome.Repinned repinned && !repinned.isAfterWrite();
    }

    @Test
    void aHealthyBalenaIsPinnedWithOneWrite() {
        SimulatedFleet fleet = SimulatedFleet.healthy();
        assertInstanceOf(PinOutcome.Pinned.class, fleet.pin());
        assertEquals(1, fleet.writes());
        assertEquals(Duration.ZERO, fleet.elapsed());
    }
}

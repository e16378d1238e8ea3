package io.balena.releaseupdate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.DeltaState;
import org.junit.jupiter.api.Test;

class ShownStateTest {

    private static final long START = -1_000;
    private static final DeltaState MISSING = new DeltaState.Missing();

    @Test
    void aPollThatBeganEarlierSaysNothingNew() {
        ShownState shown = new ShownState(MISSING, START);
        assertFalse(shown.take(new DeltaState.Building(1), START - 1));
        assertEquals(MISSING, shown.state());
        assertTrue(shown.take(new DeltaState.Building(1), START), "of the same moment");
        assertTrue(shown.take(MISSING, START + 1));
        assertEquals(START + 1, shown.pollStart());
    }

    @Test
    void anOlderBuildSaysNothingNew() {
        ShownState shown = new ShownState(new DeltaState.Failed(7, "no space"), START);
        assertFalse(shown.take(new DeltaState.Building(6), START + 1));
        assertTrue(shown.take(new DeltaState.Building(8), START + 2));
        assertFalse(shown.take(new DeltaState.Failed(7, "no space"), START + 3));
        assertTrue(shown.take(new DeltaState.Failed(8, "no space"), START + 4), "the end of that build");
    }

    @Test
    void aFinishedDeltaIsNewsHoweverOldThePollAndStaysSo() {
        ShownState shown = new ShownState(MISSING, START);
        assertTrue(shown.take(SimulatedCloud.finished(5), START - 1));
        assertFalse(shown.take(MISSING, START + 1));
        assertTrue(shown.isFinished());
    }

    @Test
    void aRefusedDeltaIsNewsOnlyIfSomebodyGetsIt() {
        ShownState shown = new ShownState(MISSING, START);
        shown.refuse(new DeltaState.Refused("HTTP 404"));
        assertFalse(shown.take(MISSING, START + 1));
        assertTrue(shown.isRefused());
        assertTrue(shown.take(new DeltaState.Building(9), START + 2));
        assertFalse(shown.isRefused());
    }
}

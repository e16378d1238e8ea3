package io.balena.releaseupdate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PreparationTest {

    private static final Map<ImagePair, DeltaState> NONE = Map.of();

    /** Programs read the labels, so they must never change. */
    @Test
    void eachEndingHasItsWords() {
        assertWords("ready", "done", "", new Preparation.Ready(NONE));
        assertWords("requested", "requested all deltas", "not waited for", new Preparation.Requested(NONE));
        assertWords(
                "failed", "failed permanently", "a delta failed permanently", new Preparation.FailedPermanently(NONE));
        assertWords("timed_out", "timed out", "not everything was ready in time", new Preparation.TimedOut(NONE));
        assertWords(
                "interrupted",
                "interrupted",
                "interrupted before everything was ready",
                new Preparation.Interrupted(NONE));
        assertWords(
                "stopped",
                "stopped",
                "balena did not let the preparation go on",
                new Preparation.Stopped(NONE, new BalenaException.NotLoggedIn("Log in.")));
    }

    private static void assertWords(String label, String phrase, String shortfall, Preparation end) {
        assertEquals(label, end.label());
        assertEquals(phrase, end.phrase());
        assertEquals(shortfall, end.shortfall());
    }
}

package io.balena.releaseupdate.output.progress;

import java.util.Locale;

/** How the preparation of deltas ended, as progress tells it. */
public enum Outcome {
    /** Every delta is there. */
    READY("done"),
    /** balena took the request for each missing delta; the builds were not waited for. */
    REQUESTED("asked for all deltas"),
    /** Some deltas will not be there however long one waits. */
    FAILED("failed for good"),
    /** The time that the user allowed is over. */
    TIMED_OUT("timed out"),
    /** The user, or the system, ended the program. */
    INTERRUPTED("interrupted"),
    /** balena does not let us go on, or can't be reached. */
    STOPPED("stopped");

    private final String phrase;

    Outcome(String phrase) {
        this.phrase = phrase;
    }

    /** The beginning of a sentence for people. */
    String phrase() {
        return phrase;
    }

    /** The name in NDJSON: lower case, with underscores; never changes. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

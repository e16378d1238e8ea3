package io.balena.releaseupdate.rollout;

import java.time.Duration;

/** The pauses between looks: short when a stage begins, longer the longer it takes. */
final class LookPauses {

    private static final Duration FIRST = Duration.ofSeconds(20);
    static final Duration LONGEST = Duration.ofMinutes(1);
    private static final double GROWTH = 1.3;

    private final Duration longest;
    private Duration pause = FIRST;
    private int stage;

    /** @param wanted who wants deltas polled more often than usual wants devices looked at more often, too */
    LookPauses(Duration wanted) {
        longest = wanted.compareTo(FIRST) < 0 ? wanted : LONGEST;
    }

    /** @param number of the stage that is under way: each begins with short pauses */
    void inStage(int number) {
        if (number != stage) {
            stage = number;
            pause = FIRST;
        }
    }

    /** The pause before the next look. */
    Duration next() {
        Duration due = shorter(pause, longest);
        pause = shorter(Duration.ofNanos((long) (pause.toNanos() * GROWTH)), LONGEST);
        return due;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}

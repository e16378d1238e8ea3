package io.balena.releaseupdate.rollout;

import io.balena.releaseupdate.PreparationOptions;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.WaitClock;
import java.time.Duration;

/** The pauses between polls: growing within a stage, and never beyond the deadline. */
final class PollPauses {

    /** The pause at first; it grows to {@code LONGEST}. */
    private static final Duration FIRST = Duration.ofSeconds(20);

    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final double GROWTH = 1.3;
    private static final Duration CONFIRMING = Duration.ofSeconds(3);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);
    private static final Duration LONGEST_POSTPONEMENT = Duration.ofMinutes(5);

    /** How long before the deadline the last poll starts. */
    private static final Duration LAST_POLL = Duration.ofSeconds(2);

    private final WaitClock clock;
    private final Deadline deadline;

    /** A poll interval that is shorter than the default applies to devices, too. */
    private final Duration longest;

    private Duration next = FIRST;
    private int lastStage;
    private int troubles;

    PollPauses(WaitClock clock, PreparationOptions options) {
        this.clock = clock;
        this.deadline = options.deadline();
        Duration wanted = options.longestPollPause();
        this.longest = wanted.compareTo(FIRST) < 0 ? wanted : LONGEST;
    }

    /** The pauses restart when another stage begins. */
    void inStage(int stage) {
        if (stage != lastStage) {
            lastStage = stage;
            next = FIRST;
        }
    }

    void rest() throws InterruptedException {
        Duration due = shorter(next, longest);
        next = shorter(Duration.ofNanos((long) (next.toNanos() * GROWTH)), LONGEST);
        sleep(due);
    }

    /** Before a second read that confirms a step. */
    void confirm() throws InterruptedException {
        sleep(shorter(CONFIRMING, longest));
    }

    /** Before a second read that confirms an end. */
    void confirmAnEnd() throws InterruptedException {
        sleep(CONFIRMING);
    }

    /** @param retryAfter the server's Retry-After */
    void afterTrouble(Duration retryAfter) throws InterruptedException {
        Duration growing = shorter(AFTER_TROUBLE.multipliedBy(1L << Math.min(troubles++, 6)), LONGEST);
        Duration most = shorter(retryAfter, LONGEST_POSTPONEMENT);
        sleep(growing.compareTo(most) >= 0 ? growing : most);
    }

    void noTrouble() {
        troubles = 0;
    }

    /** Not beyond the deadline, and with one poll right before it. */
    private void sleep(Duration due) throws InterruptedException {
        Duration left = deadline.remaining();
        Duration most = left.compareTo(LAST_POLL) > 0 ? left.minus(LAST_POLL) : left;
        clock.sleep(shorter(due, most));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}

package io.balena.releaseupdate;

import java.time.Duration;

/**
 * The looks that a deadline is worth: one shortly before it, however long the pause between polls is, and one after it if
 * the process slept beyond it, since what was known then is old.
 */
final class LastPoll {

    /** How long before the deadline the last look begins if polls are quick. */
    static final Duration SHORTEST_LEAD = Duration.ofSeconds(1);

    private static final Duration LONGEST_LEAD = Duration.ofSeconds(30);

    /** A look after the deadline takes no longer. */
    static final Duration LONGEST_OVERTIME = Duration.ofSeconds(5);

    /** A busy machine wakes nobody on the second. */
    private static final Duration SHORT_SLEEP = Duration.ofSeconds(2);

    private Duration lead = SHORTEST_LEAD;
    private Duration lastPoll = Duration.ZERO;
    private boolean isOvertimeUsed;

    /**
     * A full poll took so long. The shorter of the last two decides: one may have been under way while the process was
     * stopped.
     */
    void pollTook(Duration time) {
        Duration shorter = time.compareTo(lastPoll) < 0 ? time : lastPoll;
        lastPoll = time;
        Duration twice = shorter.multipliedBy(2);
        Duration atLeast = twice.compareTo(SHORTEST_LEAD) > 0 ? twice : SHORTEST_LEAD;
        lead = atLeast.compareTo(LONGEST_LEAD) < 0 ? atLeast : LONGEST_LEAD;
    }

    /** A full poll failed that began so long ago. If it was the look before the deadline, another one is made, given time. */
    void failed(Duration remaining, Duration sinceStart) {
        if (isTaken(remaining, sinceStart)) {
            Duration half = remaining.dividedBy(2);
            lead = half.compareTo(SHORTEST_LEAD) > 0 ? half : SHORTEST_LEAD;
        }
    }

    /**
     * How long until the look before the deadline is due, given no full poll begins by then; negative or zero if it is.
     *
     * @param remaining until the deadline
     */
    Duration until(Duration remaining) {
        return remaining.minus(lead);
    }

    /**
     * Whether a full poll that began so long ago is the look before the deadline.
     *
     * @param remaining until the deadline
     */
    boolean isTaken(Duration remaining, Duration sinceLastPoll) {
        return remaining.plus(sinceLastPoll).compareTo(lead) <= 0;
    }

    /**
     * Whether what is known at the deadline needs a look: it is old, or the process slept when it was to look. True once at
     * most.
     *
     * @param overslept for how long it slept beyond the moment at which it was to wake up
     */
    boolean needsOvertime(Duration sinceLastPoll, Duration overslept) {
        boolean isOld = sinceLastPoll.compareTo(lead.plus(LONGEST_OVERTIME)) > 0;
        boolean isNeeded = !isOvertimeUsed && (isOld || overslept.compareTo(SHORT_SLEEP) > 0);
        isOvertimeUsed |= isNeeded;
        return isNeeded;
    }
}

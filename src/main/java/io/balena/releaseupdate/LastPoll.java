package io.balena.releaseupdate;

import java.time.Duration;

/**
 * The extra polls around a deadline: one shortly before it, however long the pause between polls is, and one after it
 * if the process was suspended past it, since the known states are old by then.
 */
final class LastPoll {

    /** How long before the deadline the last poll starts if polls are fast. */
    static final Duration SHORTEST_LEAD = Duration.ofSeconds(1);

    private static final Duration LONGEST_LEAD = Duration.ofSeconds(30);

    /** The time limit of a poll after the deadline. */
    static final Duration LONGEST_OVERTIME = Duration.ofSeconds(5);

    /** A busy machine may wake a thread this much late. */
    private static final Duration SHORT_SLEEP = Duration.ofSeconds(2);

    private Duration lead = SHORTEST_LEAD;
    private Duration lastPoll = Duration.ZERO;
    private boolean isOvertimeUsed;

    /**
     * Records the duration of a full poll. The shorter of the last two decides, since the process may have been
     * suspended during one.
     */
    void pollTook(Duration time) {
        Duration shorter = time.compareTo(lastPoll) < 0 ? time : lastPoll;
        lastPoll = time;
        Duration twice = shorter.multipliedBy(2);
        Duration atLeast = twice.compareTo(SHORTEST_LEAD) > 0 ? twice : SHORTEST_LEAD;
        lead = atLeast.compareTo(LONGEST_LEAD) < 0 ? atLeast : LONGEST_LEAD;
    }

    /** A full poll failed. If it was the poll before the deadline, another one follows if time allows. */
    void failed(Duration remaining, Duration sinceStart) {
        if (isTaken(remaining, sinceStart)) {
            Duration half = remaining.dividedBy(2);
            lead = half.compareTo(SHORTEST_LEAD) > 0 ? half : SHORTEST_LEAD;
        }
    }

    /**
     * The time until the poll before the deadline is due, unless a full poll starts by then; zero or negative if it is
     * due.
     *
     * @param remaining until the deadline
     */
    Duration until(Duration remaining) {
        return remaining.minus(lead);
    }

    /**
     * Whether a full poll that started this long ago counts as the poll before the deadline.
     *
     * @param remaining until the deadline
     */
    boolean isTaken(Duration remaining, Duration sinceLastPoll) {
        return remaining.plus(sinceLastPoll).compareTo(lead) <= 0;
    }

    /**
     * Whether a poll after the deadline is needed: the states are old, or the process was suspended when it should have
     * polled. True at most once.
     *
     * @param overslept how much too late the loop woke up
     */
    boolean needsOvertime(Duration sinceLastPoll, Duration overslept) {
        boolean isOld = sinceLastPoll.compareTo(lead.plus(LONGEST_OVERTIME)) > 0;
        boolean isNeeded = !isOvertimeUsed && (isOld || overslept.compareTo(SHORT_SLEEP) > 0);
        isOvertimeUsed |= isNeeded;
        return isNeeded;
    }
}

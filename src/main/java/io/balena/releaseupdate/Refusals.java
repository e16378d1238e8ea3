package io.balena.releaseupdate;

import java.time.Duration;

/**
 * Refusals of one delta by the delta server. One may be odd: only the same status, several times over at least half a
 * minute, means that the delta will not be supplied.
 */
final class Refusals {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    static final int ENOUGH = 3;
    static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private final Pauses pauses;
    private int status;
    private int count;
    private long first;

    Refusals(Duration firstPause) {
        this.pauses = new Pauses(firstPause, LONGEST_PAUSE);
    }

    /** The pause before the refused request is repeated: not longer than until its refusal would be final. */
    Duration pause(long now) {
        Duration pause = pauses.next();
        Duration left = LONG_ENOUGH.minusNanos(now - first);
        boolean isNextFinal = count >= ENOUGH - 1 && !left.isNegative();
        return isNextFinal ? Polling.shorter(pause, left) : pause;
    }

    /**
     * Adds one. The time between the first answer and the last request counts: an answer may have come long ago if the
     * process was stopped since.
     *
     * @return whether they are final now
     */
    boolean add(int answer, long requestedAt, long now) {
        if (count == 0 || answer != status) {
            status = answer;
            count = 0;
            first = now;
        }
        count++;
        return count >= ENOUGH && requestedAt - first >= LONG_ENOUGH.toNanos();
    }

    /** Something else than a refusal came. */
    void clear() {
        count = 0;
        pauses.reset();
    }
}

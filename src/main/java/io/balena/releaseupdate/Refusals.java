package io.balena.releaseupdate;

import java.time.Duration;

/**
 * The delta server's refusals of one delta. A single one proves nothing: only the same status, several times over at
 * least 30 s, means that the delta will not be supplied.
 */
final class Refusals {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    static final int ENOUGH = 3;
    static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private final RetryPauses pauses;
    private int status;
    private int count;
    private long first;

    Refusals(Duration firstPause) {
        this.pauses = new RetryPauses(firstPause, LONGEST_PAUSE);
    }

    /** The pause before the refused request is repeated: no longer than until another refusal would be final. */
    Duration pause(long now) {
        Duration pause = pauses.next();
        Duration left = LONG_ENOUGH.minusNanos(now - first);
        boolean isNextFinal = count >= ENOUGH - 1 && !left.isNegative();
        return isNextFinal ? DeltaPolling.shorter(pause, left) : pause;
    }

    /**
     * Adds one. The time between the first response and the last request counts, since a response may be old if the
     * process was suspended.
     *
     * @return whether the refusals are now final
     */
    boolean add(int newStatus, long requestedAt, long now) {
        if (count == 0 || newStatus != status) {
            status = newStatus;
            count = 0;
            first = now;
        }
        count++;
        return count >= ENOUGH && requestedAt - first >= LONG_ENOUGH.toNanos();
    }

    /** A request was not refused. */
    void clear() {
        count = 0;
        pauses.reset();
    }
}

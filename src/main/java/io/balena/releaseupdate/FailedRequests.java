package io.balena.releaseupdate;

import io.balena.releaseupdate.model.BalenaException;
import java.time.Duration;

/** Consecutive failed requests for one delta. Each is repeated after a longer pause. */
final class FailedRequests {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final RetryPauses pauses;
    private int count;
    private BalenaException.Unavailable last;

    FailedRequests(Duration firstPause) {
        this.pauses = new RetryPauses(firstPause, LONGEST_PAUSE);
    }

    int count() {
        return count;
    }

    /** Why the last one failed; null if none did. */
    BalenaException.Unavailable last() {
        return last;
    }

    /** Adds one; returns the pause before it is repeated. */
    Duration add(BalenaException.Unavailable reason) {
        last = reason;
        count++;
        return pauses.next();
    }

    /** A request succeeded or was refused. */
    void clear() {
        count = 0;
        pauses.reset();
        last = null;
    }
}

package io.balena.releaseupdate;

import java.time.Duration;

/** Pauses that double up to a limit. */
final class RetryPauses {

    private final Duration first;
    private final Duration longest;
    private Duration next;

    RetryPauses(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        this.next = first;
    }

    Duration next() {
        Duration pause = next;
        next = DeltaPolling.shorter(pause.multipliedBy(2), longest);
        return pause;
    }

    void reset() {
        next = first;
    }
}

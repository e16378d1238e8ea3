package io.balena.releaseupdate.rollout.gate;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * The conditions for starting the next stage.
 *
 * @param soak how long to keep watching once half of the stage is judged
 * @param deviceTimeout how long a device may be reachable without getting the release
 * @param minFailed how many devices must have failed before the gate fails
 * @param maxFailed the share of judged devices that may fail, in percent
 */
public record GateOptions(Duration soak, Duration deviceTimeout, int minFailed, BigDecimal maxFailed) {

    /** The defaults. */
    public static final GateOptions DEFAULT =
            new GateOptions(Duration.ofMinutes(10), Duration.ofHours(1), 2, BigDecimal.valueOf(5));

    /** How many of this many judged devices may fail. */
    long allowed(long judged) {
        return maxFailed.multiply(BigDecimal.valueOf(judged)).movePointLeft(2).longValue();
    }

    /** The share that may fail, as a fraction. */
    double maxFailedShare() {
        return maxFailed.doubleValue() / 100;
    }
}

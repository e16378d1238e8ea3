package io.balena.releaseupdate.rollout.gate;

import java.time.Duration;
import java.util.Optional;

/**
 * A stage's counts for its gate at one moment. Each of its devices is counted once.
 *
 * @param updated devices that run the release and are healthy
 * @param rejected devices that reported not to meet its requirements
 * @param overdue devices that were reachable for the device timeout but did not update
 * @param lost devices that stopped sending heartbeats after the stage began
 * @param pending devices that may still become any of these
 * @param silent devices that were already unreachable when the stage began: they prove nothing
 * @param control the devices outside the roll-out
 * @param age how long ago the stage began
 * @param judgedFor how long ago half of the stage was judged; empty if it is not yet
 */
public record StageView(
        long updated,
        long rejected,
        long overdue,
        long lost,
        long pending,
        long silent,
        Control control,
        Duration age,
        Optional<Duration> judgedFor) {

    /**
     * Devices of the same fleet outside the roll-out, for comparison.
     *
     * @param lost devices that stopped sending heartbeats since the stage began
     * @param reachable devices that send heartbeats
     */
    public record Control(long lost, long reachable) {}

    /** All devices of the stage. */
    public long size() {
        return judged() + pending + silent;
    }

    /** Devices that failed to update, for any reason. */
    long failed() {
        return rejected + overdue + lost;
    }

    /** Devices that failed or are updated. */
    long judged() {
        return updated + failed();
    }

    /** Whether at least half of the stage is judged. */
    public boolean isHalfJudged() {
        return size() > 0 && 2 * judged() >= size();
    }
}

package io.balena.releaseupdate.rollout.gate;

import java.time.Duration;
import java.util.Optional;

/**
 * A stage as its gate sees it at one moment. Each of its devices is counted once.
 *
 * @param updated run the release and are well
 * @param rejected reported that they don't meet its requirements
 * @param overdue were reachable for the device timeout without getting it
 * @param lost stopped sending heartbeats after the stage began
 * @param pending may still become any of these
 * @param silent were unreachable already when the stage began: they prove nothing
 * @param control the devices that the roll-out left alone
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
     * Devices of the same fleet that the roll-out left alone, to compare with.
     *
     * @param lost stopped sending heartbeats since the stage began
     * @param reachable send them
     */
    public record Control(long lost, long reachable) {}

    /** All devices of the stage. */
    public long size() {
        return judged() + pending + silent;
    }

    /** Devices that the release did no good, whatever the reason. */
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

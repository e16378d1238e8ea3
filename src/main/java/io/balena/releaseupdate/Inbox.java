package io.balena.releaseupdate;

import io.balena.releaseupdate.model.WaitClock;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What other threads have to tell a loop. */
final class Inbox {

    private final Queue<Runnable> reports = new ConcurrentLinkedQueue<>();
    private final WaitClock time;

    /** @param time lets the loop pause; a report ends a pause */
    Inbox(WaitClock time) {
        this.time = time;
    }

    /** Has the loop do this soon; from any thread. */
    void post(Runnable report) {
        reports.add(report);
        time.wake();
    }

    /** Does what was posted; on the loop's thread. */
    void empty() {
        for (Runnable report = reports.poll(); report != null; report = reports.poll()) {
            report.run();
        }
    }
}

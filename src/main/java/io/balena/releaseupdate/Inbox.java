package io.balena.releaseupdate;

import io.balena.releaseupdate.model.WaitClock;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Reports from other threads to a loop. */
final class Inbox {

    private final Queue<Runnable> reports = new ConcurrentLinkedQueue<>();
    private final WaitClock time;

    /** @param time the clock on which the loop pauses; a report ends a pause */
    Inbox(WaitClock time) {
        this.time = time;
    }

    /** Lets the loop run this soon. Thread-safe. */
    void post(Runnable report) {
        reports.add(report);
        time.wake();
    }

    /** Runs the posted reports, on the loop's thread. */
    void empty() {
        for (Runnable report = reports.poll(); report != null; report = reports.poll()) {
            report.run();
        }
    }
}

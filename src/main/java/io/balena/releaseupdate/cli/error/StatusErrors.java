package io.balena.releaseupdate.cli.error;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.DeviceCounts;
import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.model.StatusEnd;
import io.balena.releaseupdate.model.UpdateGoal;
import io.balena.releaseupdate.output.document.StatusText;
import java.time.Duration;
import java.util.Optional;

/** The errors that a watch over devices can end with. */
public final class StatusErrors {

    private StatusErrors() {}

    /**
     * Throws what the exit code and the message are made of; returns if enough devices are updated.
     *
     * @param timeout the time limit that the user gave
     */
    public static void throwUnlessReached(StatusEnd end, Optional<Duration> timeout) throws InterruptedException {
        if (end instanceof StatusEnd.Interrupted) {
            throw new Interruption("The devices go on updating. Run it again to see how far they are.");
        }
        if (end instanceof StatusEnd.Stopped stopped) {
            throw stopped.reason();
        }
        if (end instanceof StatusEnd.Superseded superseded) {
            throw new BalenaException.Repinned(
                    "Fleet " + superseded.status().fleet().slug() + " is "
                            + superseded.status().target().label() + " by now, no longer "
                            + superseded.status().release().label()
                            + ". Watch the new release with `status "
                            + superseded.status().fleet().slug() + " --wait`.");
        }
        if (end instanceof StatusEnd.TimedOut timedOut) {
            throw new BalenaException.TimedOut("Timed out after "
                    + timeout.map(limit -> limit.toSeconds() + " s").orElse("24 hours") + ": "
                    + progress(timedOut.status()) + ". The devices go on updating; run it again to wait longer.");
        }
    }

    /** @throws BalenaException.NotReady unless enough devices are updated */
    public static void throwUnlessReached(FleetStatus status, UpdateGoal goal) {
        if (!goal.isReachedBy(status.devices())) {
            throw new BalenaException.NotReady(
                    "Not updated yet: " + progress(status) + ". Wait for the devices with --wait.");
        }
    }

    private static String progress(FleetStatus status) {
        DeviceCounts devices = status.devices();
        String others = StatusText.others(devices);
        return StatusText.updated(devices) + (others.isEmpty() ? "" : ", " + others);
    }
}

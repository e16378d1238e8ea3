package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.ServiceUpdate;
import io.balena.releaseupdate.model.UpdateStatus;
import io.balena.releaseupdate.text.Printable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a preparation that did not end well is to a user. */
final class Endings {

    /** Deltas that a message names; the document has all. */
    private static final int NAMED = 5;

    private Endings() {}

    /**
     * Throws what the exit code and the message are made from; returns where all went well.
     *
     * @param update as last known
     * @param timeout the time limit that the user gave
     */
    static void throwUnlessDone(Preparation end, ReleaseUpdate update, Optional<Duration> timeout)
            throws InterruptedException {
        throwUnlessGoing(end);
        if (end instanceof Preparation.TimedOut) {
            throw timedOut(timeout, unready(update));
        }
        if (end instanceof Preparation.FailedForGood) {
            List<String> lines = update.services().stream()
                    .filter(service -> service.status() == UpdateStatus.FAILED)
                    .map(service -> "No delta for service " + Printable.excerpt(service.serviceName()) + ": "
                            + reason(service) + ".")
                    .toList();
            throw new BalenaException.DeltaFailed(first(lines)
                    + "\nTo pin all the same means full images for these services; to try again, run it again.");
        }
    }

    /** Why there is no delta, short enough for a message. */
    static String reason(ServiceUpdate service) {
        return Printable.excerpt(service.errorMessage().orElse("it failed"));
    }

    /** The first lines of a message that could have thousands. */
    static String first(List<String> lines) {
        int more = lines.size() - NAMED;
        return String.join("\n", lines.subList(0, Math.min(NAMED, lines.size())))
                + (more > 0 ? "\nAnd " + more + " more." : "");
    }

    /** Throws where neither deltas nor time, but the user or balena ended the preparation. */
    static void throwUnlessGoing(Preparation end) throws InterruptedException {
        if (end instanceof Preparation.Interrupted) {
            throw new Interruption("What is being built at balena goes on: run it again to join it.");
        }
        if (end instanceof Preparation.Refused refused) {
            throw refused.reason();
        }
    }

    /**
     * @param timeout the time limit that the user gave
     * @param unready what is not ready
     */
    static BalenaException timedOut(Optional<Duration> timeout, String unready) {
        if (timeout.filter(Duration::isZero).isPresent()) {
            return new BalenaException.TimedOut("Timed out at once: " + unready
                    + ". With --timeout 0 nothing is asked for; --prepare and --wait do that.");
        }
        return new BalenaException.TimedOut("Timed out"
                + timeout.map(limit -> " after " + limit.toSeconds() + " s").orElse(" after 24 hours") + ": " + unready
                + ". Run it again to go on: it joins what is being built.");
    }

    /** @throws BalenaException.NotReady unless everything is ready */
    static void throwUnlessReady(ReleaseUpdate update) {
        if (update.overallStatus() != UpdateStatus.READY) {
            throw new BalenaException.NotReady("Not ready: " + unready(update)
                    + ". Have the deltas built with --prepare, or wait for them with --wait.");
        }
    }

    private static String unready(ReleaseUpdate update) {
        long unready = update.services().stream()
                .filter(service -> service.status() != UpdateStatus.READY)
                .count();
        String names = update.services().stream()
                .filter(service -> service.status() != UpdateStatus.READY)
                .limit(3)
                .map(ServiceUpdate::serviceName)
                .collect(Collectors.joining(", "));
        return unready + " of " + update.services().size() + " services " + (unready == 1 ? "is" : "are")
                + " not ready (" + names + (unready > 3 ? ", ..." : "") + ")";
    }
}

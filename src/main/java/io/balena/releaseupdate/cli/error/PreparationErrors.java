package io.balena.releaseupdate.cli.error;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.PinOutcome;
import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.ServiceUpdate;
import io.balena.releaseupdate.model.SourceUpdate;
import io.balena.releaseupdate.model.UpdateStatus;
import io.balena.releaseupdate.output.words.PinText;
import io.balena.releaseupdate.text.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The errors that a preparation or a pin can end with: exit codes and messages are made from them. */
public final class PreparationErrors {

    /** Deltas that a message names; the document has all. */
    private static final int NAMED = 5;

    private PreparationErrors() {}

    /**
     * Throws what the exit code and the message are made from; returns if all went well.
     *
     * @param update as last known
     * @param timeout the time limit that the user gave
     */
    public static void throwUnlessDone(Preparation end, ReleaseUpdate update, Optional<Duration> timeout)
            throws InterruptedException {
        throwIfStopped(end);
        if (end instanceof Preparation.TimedOut) {
            throw timedOut(timeout, unready(update));
        }
        if (end instanceof Preparation.FailedPermanently) {
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
    private static String reason(ServiceUpdate service) {
        return Printable.excerpt(service.errorMessage().orElse("it failed"));
    }

    /** The first lines of a message that could have thousands. */
    private static String first(List<String> lines) {
        int more = lines.size() - NAMED;
        return String.join("\n", lines.subList(0, Math.min(NAMED, lines.size())))
                + (more > 0 ? "\nAnd " + more + " more." : "");
    }

    /** Throws if neither deltas nor time, but the user or balena ended the preparation. */
    private static void throwIfStopped(Preparation end) throws InterruptedException {
        if (end instanceof Preparation.Interrupted) {
            throw new Interruption("What is being built at balena goes on: run it again to join it.");
        }
        if (end instanceof Preparation.Stopped refused) {
            throw refused.reason();
        }
    }

    /**
     * @param timeout the time limit that the user gave
     * @param unready what is not ready
     */
    private static BalenaException timedOut(Optional<Duration> timeout, String unready) {
        if (timeout.filter(Duration::isZero).isPresent()) {
            return new BalenaException.TimedOut("Timed out at once: " + unready
                    + ". With --timeout 0 nothing is requested; --prepare and --wait do that.");
        }
        return new BalenaException.TimedOut("Timed out"
                + timeout.map(limit -> " after " + limit.toSeconds() + " s").orElse(" after 24 hours") + ": " + unready
                + ". Run it again to go on: it joins what is being built.");
    }

    /** @throws BalenaException.NotReady unless everything is ready */
    public static void throwUnlessReady(ReleaseUpdate update) {
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

    /**
     * Throws what the exit code and the message are made from; returns if all went well.
     *
     * @param update as last known, with the result of pinning
     * @param timeout the time limit that the user gave
     */
    public static void throwUnlessDone(Preparation end, FleetUpdate update, Optional<Duration> timeout)
            throws InterruptedException {
        PinOutcome pin = update.pin().orElse(null);
        if (pin instanceof PinOutcome.Repinned repinned) {
            throw new BalenaException.Repinned(PinText.sentence(update, pin)
                    + (repinned.isAfterWrite()
                            ? " The pin of this command may have been in effect before that."
                            : " Nothing was changed.")
                    + " Agree on a release with whoever did that, then run it again.");
        }
        if (pin instanceof PinOutcome.Failed failed) {
            throw failed.cause();
        }
        if (pin instanceof PinOutcome.Refused refused) {
            throw refused.reason();
        }
        if (pin instanceof PinOutcome.Interrupted interrupted) {
            throw new Interruption(
                    interrupted.isUncertain()
                            ? "It is not known whether the fleet is pinned. Look with `status "
                                    + Printable.of(update.fleet().slug()) + "`, or run it again."
                            : "This command did not pin the fleet. Run it again to pin it.");
        }
        boolean isPinned = pin instanceof PinOutcome.Pinned || pin instanceof PinOutcome.AlreadyPinned;
        if (!isPinned) {
            throwUnlessPrepared(end, update, timeout);
        }
    }

    private static void throwUnlessPrepared(Preparation end, FleetUpdate update, Optional<Duration> timeout)
            throws InterruptedException {
        throwIfStopped(end);
        if (end instanceof Preparation.TimedOut) {
            throw timedOut(timeout, unready(update));
        }
        if (end instanceof Preparation.FailedPermanently) {
            throw new BalenaException.DeltaFailed(failures(update)
                    + "\nTo try again, run it again; to pin all the same, which means full images there, add "
                    + (update.pin().isPresent() ? "--pin-anyway." : "--pin --pin-anyway."));
        }
        if (end instanceof Preparation.Ready && update.overallStatus() == UpdateStatus.UNKNOWN) {
            throwUnlessReady(update);
        }
    }

    /** @throws BalenaException.NotReady unless everything is ready */
    public static void throwUnlessReady(FleetUpdate update) {
        if (update.overallStatus() == UpdateStatus.UNKNOWN) {
            throw new BalenaException.NotReady("Not known to be ready: all deltas are, but balena does not show what "
                    + update.unknownDeviceCount() + " of " + update.deviceCount()
                    + " devices run.\nUse a token with access to all releases of the fleet, or look at these devices.");
        }
        if (update.overallStatus() != UpdateStatus.READY) {
            throw new BalenaException.NotReady("Not ready: " + unready(update)
                    + ". Have the deltas built with --prepare, or wait for them with --wait.");
        }
    }

    private static String failures(FleetUpdate update) {
        List<String> lines = new ArrayList<>();
        for (SourceUpdate source : update.updates()) {
            for (ServiceUpdate service : source.update().services()) {
                if (service.status() == UpdateStatus.FAILED) {
                    lines.add("No delta for service " + Printable.excerpt(service.serviceName()) + " from release "
                            + source.update().from().name().label() + " (devices: " + source.deviceCount() + "): "
                            + reason(service) + ".");
                }
            }
        }
        return first(lines);
    }

    private static String unready(FleetUpdate update) {
        Map<ImagePair, UpdateStatus> deltas = new HashMap<>();
        update.releaseUpdates().forEach(release -> release.services()
                .forEach(service -> service.pair().ifPresent(pair -> deltas.put(pair, service.status()))));
        long unready = deltas.values().stream()
                .filter(status -> status != UpdateStatus.READY)
                .count();
        return unready + " of " + deltas.size() + " deltas " + (unready == 1 ? "is" : "are") + " not ready, and so are "
                + (update.deviceCount() - update.readyDeviceCount() - update.fullDownloadDeviceCount()) + " of "
                + update.deviceCount() + " devices";
    }
}

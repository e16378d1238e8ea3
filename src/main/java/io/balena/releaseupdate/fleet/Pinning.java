package io.balena.releaseupdate.fleet;

import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.PinOutcome;
import io.balena.releaseupdate.model.PinRequest;
import io.balena.releaseupdate.model.WaitClock;
import io.balena.releaseupdate.model.WriteResult;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Pins a fleet: reads, writes, and reads again, as {@link PinPlan} decides. An instance makes one attempt. */
final class Pinning {

    /** For one read with its retries, and for one write. */
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(30);

    private final BalenaCloud cloud;
    private final FleetUpdate update;
    private final PinPlan plan;
    private final Consumer<String> notices;
    private final WaitClock time;
    private final long start;

    private WriteHistory history = WriteHistory.NONE;
    private String lastNotice = "";

    Pinning(BalenaCloud cloud, PinPlan plan, Consumer<String> notices, WaitClock time) {
        this.cloud = cloud;
        this.update = plan.update();
        this.plan = plan;
        this.notices = notices;
        this.time = time;
        this.start = time.nanoTime();
    }

    PinOutcome run() {
        boolean isWriting = false;
        try {
            PinStep step = new PinStep.Read(Duration.ZERO);
            while (true) {
                if (step instanceof PinStep.End end) {
                    return end.outcome();
                }
                isWriting = step instanceof PinStep.Write;
                step = step instanceof PinStep.Read read ? read(read.pause()) : write();
            }
        } catch (InterruptedException e) {
            return new PinOutcome.Interrupted(history.hasWritten() || isWriting);
        } catch (BalenaException e) {
            // No request could be sent.
            return new PinOutcome.Failed(e, history.hasWritten());
        }
    }

    private PinStep read(Duration pause) throws InterruptedException {
        if (!pause.isZero()) {
            time.sleep(pause);
        }
        try {
            var seen = cloud.pinState(update.fleet(), update.to().release().id(), limit());
            history = history.readSucceeded(seen.seenAt());
            return plan.afterRead(history, seen, now());
        } catch (BalenaException.TimedOut e) {
            return readFailed(new BalenaException.Unavailable(
                    "balena did not show what the fleet runs within " + LONGEST_REQUEST.toSeconds() + " s.", e));
        } catch (BalenaException e) {
            return readFailed(e);
        }
    }

    private PinStep readFailed(BalenaException failure) {
        history = history.readFailed();
        PinStep next = plan.afterFailedRead(history, failure, now());
        if (next instanceof PinStep.Read) {
            notice(failure.getMessage() + " Trying again.");
        }
        return next;
    }

    private PinStep write() throws InterruptedException {
        var request = new PinRequest(
                update.fleet(),
                update.before(),
                update.to().release().id(),
                plan.options().allowDraft(),
                plan.options().unless());
        WriteResult result = cloud.pin(request, limit());
        history = history.responded(result, now());
        doubt(result).ifPresent(reason -> notice(reason + " Checking whether the fleet was pinned."));
        return plan.afterWrite(history, now());
    }

    private static Optional<String> doubt(WriteResult result) {
        if (result instanceof WriteResult.Unknown unknown) {
            return Optional.of(unknown.reason());
        }
        return result instanceof WriteResult.NotApplied failed ? Optional.of(failed.reason()) : Optional.empty();
    }

    /** An outage is reported once. */
    private void notice(String message) {
        if (!message.equals(lastNotice)) {
            notices.accept(message);
        }
        lastNotice = message;
    }

    private static Deadline limit() {
        return Deadline.after(LONGEST_REQUEST);
    }

    private Duration now() {
        return Duration.ofNanos(time.nanoTime() - start);
    }
}

package io.balena.releaseupdate.fleet;

import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.PinAnswer;
import io.balena.releaseupdate.model.PinOutcome;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Pins a fleet: looks, writes, and looks again, until what it sees decides. Each look comes right before the write that
 * it allows, and the write holds the same condition, so that the pin of somebody else stands. A write whose answer was
 * lost is followed by a look like any other; only where that shows the fleet as it was at first is the write repeated.
 */
final class Pinning {

    /** Writes at most. That many lost ones come from something that does not pass. */
    private static final int MOST_WRITES = 6;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    /** Where the server asks for more, that is for the user to decide. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** Lets time pass. */
    @FunctionalInterface
    interface Sleeper {
        void sleep(Duration pause) throws InterruptedException;
    }

    private final BalenaCloud cloud;
    private final FleetUpdate update;
    private final long release;
    private final Deadline deadline;
    private final Consumer<String> notices;
    private final Sleeper sleeper;

    private Duration pause = FIRST_PAUSE;

    /** Whether a write may have worked, or may still, that no look has shown yet. */
    private boolean isUncertain;

    Pinning(BalenaCloud cloud, FleetUpdate update, Deadline deadline, Consumer<String> notices, Sleeper sleeper) {
        this.cloud = cloud;
        this.update = update;
        this.release = update.to().release().id();
        this.deadline = deadline;
        this.notices = notices;
        this.sleeper = sleeper;
    }

    PinOutcome run() {
        try {
            return pin();
        } catch (InterruptedException e) {
            return new PinOutcome.Interrupted(isUncertain);
        } catch (BalenaException e) {
            return new PinOutcome.Failed(e, isUncertain);
        }
    }

    private PinOutcome pin() throws InterruptedException {
        String trouble = "";
        for (int writes = 0; writes <= MOST_WRITES; writes++) {
            FleetTarget now = cloud.fleetTarget(update.fleet(), deadline);
            if (now.isPinnedTo(release)) {
                return writes == 0 ? new PinOutcome.AlreadyPinned() : new PinOutcome.Pinned();
            }
            if (!now.equals(update.before())) {
                return new PinOutcome.Repinned(now, isUncertain);
            }
            if (writes < MOST_WRITES) {
                trouble = write();
            }
        }
        throw new BalenaException.Unavailable(
                "After " + MOST_WRITES + " tries the fleet was still as before. " + trouble, null);
    }

    /** Asks for the pin; returns what went wrong, where anything did. */
    private String write() throws InterruptedException {
        boolean wasUncertain = isUncertain;
        isUncertain = true;
        PinAnswer answer;
        try {
            answer = cloud.pin(update.fleet(), update.before(), release, deadline);
        } catch (BalenaException refusal) {
            isUncertain = wasUncertain;
            throw refusal;
        }
        if (answer instanceof PinAnswer.Lost lost) {
            Duration asked = lost.retryAfter().orElse(Duration.ZERO);
            if (asked.compareTo(LONGEST_PAUSE) > 0) {
                throw new BalenaException.Unavailable(
                        lost.reason() + " It asks to wait " + asked.toSeconds() + " s. Run it again then.", null);
            }
            notices.accept(lost.reason() + " Looking whether the fleet was pinned.");
            sleeper.sleep(asked.compareTo(pause) > 0 ? asked : pause);
            pause = pause.multipliedBy(2);
            return lost.reason();
        }
        return "balena answered well each time; check for a proxy in between.";
    }
}

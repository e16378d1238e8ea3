package io.balena.releaseupdate.fleet;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.model.StatusEnd;
import io.balena.releaseupdate.model.StatusEvent;
import io.balena.releaseupdate.model.WaitClock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks at a fleet's devices until enough of them run a release, the deadline passes, or somebody gives the fleet another
 * target. Errors that may pass are reported and survived; they say nothing about devices.
 */
final class StatusWatch {

    /** The same refusal so many times in a row won't pass. */
    private static final int MOST_REFUSALS = 10;

    private static final double GROWTH = 1.3;
    private static final Duration LONGEST_POSTPONEMENT = Duration.ofMinutes(5);

    /** So long before the deadline, one more look shows what the end is like. */
    private static final Duration LAST_LOOK = Duration.ofSeconds(2);

    /** What a look gets that is made after the deadline, as by a process that was stopped meanwhile. */
    private static final Duration TIME_FOR_LATE_LOOK = Duration.ofSeconds(10);

    /** Looks at balena once. */
    interface Look {
        FleetStatus look(Deadline deadline) throws InterruptedException;
    }

    private final Look look;
    private final FollowOptions options;
    private final WaitClock clock;
    private final Consumer<StatusEvent> events;
    private final boolean wasFleetTarget;

    private FleetStatus last;
    private Duration pause;
    private Duration postponement = Duration.ZERO;
    private int refusals;

    StatusWatch(FleetStatus first, Look look, FollowOptions options, WaitClock clock, Consumer<StatusEvent> events) {
        this.last = first;
        this.wasFleetTarget = first.isFleetTarget();
        this.look = look;
        this.options = options;
        this.clock = clock;
        this.events = events;
        this.pause = shorter(FollowOptions.FIRST_PAUSE, options.longestPause());
    }

    StatusEnd run() {
        boolean isLate = false;
        try {
            while (true) {
                Optional<StatusEnd> end = end(last);
                if (end.isPresent()) {
                    return end.get();
                }
                if (isLate) {
                    return new StatusEnd.TimedOut(last);
                }
                pause();
                isLate = options.deadline().remaining().compareTo(LAST_LOOK) <= 0;
                Optional<BalenaException> failure = look(isLate);
                if (failure.isPresent()) {
                    return new StatusEnd.Stopped(last, failure.get());
                }
            }
        } catch (InterruptedException e) {
            return new StatusEnd.Interrupted(last);
        }
    }

    private Optional<StatusEnd> end(FleetStatus status) {
        if (wasFleetTarget && !status.isFleetTarget()) {
            return Optional.of(new StatusEnd.Superseded(status));
        }
        return options.goal().isReachedBy(status.devices())
                ? Optional.of(new StatusEnd.Reached(status))
                : Optional.empty();
    }

    private void pause() throws InterruptedException {
        Duration untilLastLook = options.deadline().remaining().minus(LAST_LOOK);
        Duration due = pause.compareTo(postponement) > 0 ? pause : postponement;
        clock.sleep(shorter(due, untilLastLook));
        pause = shorter(Duration.ofNanos((long) (pause.toNanos() * GROWTH)), options.longestPause());
        postponement = Duration.ZERO;
    }

    /** @return why no further look makes sense; empty to go on */
    private Optional<BalenaException> look(boolean isLate) throws InterruptedException {
        Deadline deadline = isLate ? Deadline.after(TIME_FOR_LATE_LOOK, clock::nanoTime) : options.deadline();
        try {
            last = look.look(deadline);
            refusals = 0;
            events.accept(new StatusEvent.Looked(last));
            return Optional.empty();
        } catch (BalenaException.Unavailable e) {
            postponement = shorter(e.askedToWait(), LONGEST_POSTPONEMENT);
            refusals = e.isRefusal() ? refusals + 1 : 0;
            events.accept(new StatusEvent.Trouble(e.getMessage()));
            return refusals == MOST_REFUSALS ? Optional.of(e) : Optional.empty();
        } catch (BalenaException.TimedOut e) {
            return Optional.empty();
        } catch (BalenaException e) {
            return Optional.of(e);
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}

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
import java.util.function.Supplier;

/**
 * Polls a fleet's devices until enough of them run a release, the deadline passes, or another user changes the fleet's
 * target. Transient errors are reported and don't end it. Reads can lag: another target, or a fleet without its
 * devices, counts only if several polls show it.
 */
final class StatusWatch {

    /** After this many refusals in a row, it stops. */
    private static final int MOST_REFUSALS = 10;

    /** A contradiction of earlier polls counts if this many in a row show it, for at least {@code LAG}. */
    private static final int ENOUGH_DOUBTS = 3;

    private static final Duration LAG = Duration.ofSeconds(15);

    private static final double GROWTH = 1.3;
    private static final Duration LONGEST_POSTPONEMENT = Duration.ofMinutes(5);

    /** How long before the deadline the last poll starts. */
    private static final Duration LAST_READ = Duration.ofSeconds(2);

    /** The time limit of a poll after the deadline, which happens if the process was suspended. */
    private static final Duration LATE_READ_TIMEOUT = Duration.ofSeconds(10);

    /** Reads the status once. */
    interface Reader {
        FleetStatus read(Deadline deadline) throws InterruptedException;
    }

    private final Reader reader;
    private final FollowOptions options;
    private final WaitClock clock;
    private final Consumer<StatusEvent> events;
    private final boolean wasFleetTarget;

    private Optional<FleetStatus> last;
    private long devices;
    private boolean isInDoubt;
    private int doubts;
    private long doubtedSince;
    private Duration pause;
    private Duration postponement = Duration.ZERO;
    private int refusals;

    /** Continues from a first status. */
    StatusWatch(
            FleetStatus first, Reader reader, FollowOptions options, WaitClock clock, Consumer<StatusEvent> events) {
        this(Optional.of(first), first.isFleetTarget(), first.devices().total(), reader, options, clock, events);
    }

    private StatusWatch(
            Optional<FleetStatus> first,
            boolean wasFleetTarget,
            long devices,
            Reader reader,
            FollowOptions options,
            WaitClock clock,
            Consumer<StatusEvent> events) {
        this.last = first;
        this.wasFleetTarget = wasFleetTarget;
        this.devices = devices;
        this.reader = reader;
        this.options = options;
        this.clock = clock;
        this.events = events;
        this.pause = shorter(FollowOptions.FIRST_PAUSE, options.longestPause());
    }

    /**
     * For a fleet whose target was the release a moment ago; starts with a read.
     *
     * @param devices the number of the fleet's devices at that moment
     */
    static StatusWatch ofTarget(
            long devices, Reader reader, FollowOptions options, WaitClock clock, Consumer<StatusEvent> events) {
        return new StatusWatch(Optional.empty(), true, devices, reader, options, clock, events);
    }

    /**
     * Runs until it ends.
     *
     * @throws BalenaException if it failed before a read succeeded
     * @throws InterruptedException if the thread was interrupted before a read succeeded
     */
    StatusEnd run() throws InterruptedException {
        boolean isLate = false;
        boolean isFirst = last.isEmpty();
        try {
            while (true) {
                Optional<StatusEnd> end = end();
                if (end.isPresent()) {
                    return end.get();
                }
                if (isLate) {
                    return new StatusEnd.TimedOut(lastOr(() -> new BalenaException.TimedOut(
                            "Timed out before balena showed how far the devices are. They go on updating.")));
                }
                if (!isFirst) {
                    pause();
                }
                isFirst = false;
                isLate = options.deadline().remaining().compareTo(LAST_READ) <= 0;
                Optional<BalenaException> failure = read(isLate);
                if (failure.isPresent()) {
                    return new StatusEnd.Stopped(lastOr(failure::get), failure.get());
                }
            }
        } catch (InterruptedException e) {
            if (last.isEmpty()) {
                throw e;
            }
            return new StatusEnd.Interrupted(last.get());
        }
    }

    private FleetStatus lastOr(Supplier<BalenaException> failure) {
        return last.orElseThrow(failure);
    }

    private Optional<StatusEnd> end() {
        if (isInDoubt) {
            return Optional.empty();
        }
        if (wasFleetTarget && last.filter(status -> !status.isFleetTarget()).isPresent()) {
            return last.map(StatusEnd.Superseded::new);
        }
        return last.filter(status -> options.goal().isReachedBy(status.devices()))
                .map(StatusEnd.Reached::new);
    }

    private void take(FleetStatus status) {
        boolean isOtherTarget = wasFleetTarget && !status.isFleetTarget();
        boolean isEmptied = devices > 0 && status.devices().total() == 0;
        if (isOtherTarget || isEmptied) {
            if (doubts++ == 0) {
                doubtedSince = clock.nanoTime();
                pause = shorter(FollowOptions.FIRST_PAUSE, options.longestPause());
            }
            if (doubts < ENOUGH_DOUBTS || clock.nanoTime() - doubtedSince < LAG.toNanos()) {
                isInDoubt = true;
                return;
            }
        }
        doubts = 0;
        isInDoubt = false;
        devices = status.devices().total();
        last = Optional.of(status);
        events.accept(new StatusEvent.Polled(status));
    }

    private void pause() throws InterruptedException {
        Duration untilLastRead = options.deadline().remaining().minus(LAST_READ);
        Duration due = pause.compareTo(postponement) > 0 ? pause : postponement;
        clock.sleep(shorter(due, untilLastRead));
        pause = shorter(Duration.ofNanos((long) (pause.toNanos() * GROWTH)), options.longestPause());
        postponement = Duration.ZERO;
    }

    /** @return why no further poll makes sense; empty to continue */
    private Optional<BalenaException> read(boolean isLate) throws InterruptedException {
        Deadline deadline = isLate ? Deadline.after(LATE_READ_TIMEOUT, clock::nanoTime) : options.deadline();
        try {
            take(reader.read(deadline));
            refusals = 0;
            return Optional.empty();
        } catch (BalenaException.Unavailable e) {
            postponement = shorter(e.retryAfter(), LONGEST_POSTPONEMENT);
            refusals = e.isRefusal() ? refusals + 1 : 0;
            events.accept(new StatusEvent.Trouble(e.getMessage()));
            return refusals == MOST_REFUSALS ? Optional.of(e) : Optional.empty();
        } catch (BalenaException.TimedOut e) {
            return Optional.empty();
        } catch (BalenaException.NotLoggedIn e) {
            return Optional.of(e);
        } catch (BalenaException e) {
            refusals++;
            return refusals == MOST_REFUSALS ? Optional.of(e) : Optional.empty();
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}

package io.balena.releaseupdate;

import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.WaitClock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Polls the deltas when that is due, and evaluates failures. */
final class DeltaPolling implements PollsInProgress.Listener {

    /** A single refusal may come from a proxy, a few in a row from a server during a deployment. */
    private static final int MOST_REFUSED_POLLS = 10;

    /** Limits Retry-After: a response to a single poll, perhaps a proxy's, must not postpone polls for hours. */
    static final Duration LONGEST_POSTPONEMENT = Duration.ofMinutes(5);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** Says which deltas to poll, and receives the results, on the loop's thread. */
    interface Observer {

        Collection<ImagePair> unfinished();

        /** Whether some deltas must be polled soon. */
        boolean isAwaiting();

        /** The deltas to poll soon because others wait for them. */
        Collection<ImagePair> awaited();

        /**
         * States that a poll shows.
         *
         * @param pollStart when that poll was started
         * @param isFull whether a build that is merely running is no news; in other polls it is, since it no longer
         *     takes a request slot
         * @return whether there was any news
         */
        boolean shown(Map<ImagePair, DeltaState> states, long pollStart, boolean isFull);

        /** A poll succeeded. */
        void polled();

        /** A poll failed and will be repeated. */
        void trouble(BalenaException reason);

        /** The run can't continue. */
        void stop(BalenaException reason);
    }

    private final Deadline deadline;
    private final WaitClock time;
    private final Observer observer;
    private final PollsInProgress polls;
    private final PollSchedule schedule;
    private final TokenCheck tokenCheck;
    private final LastPoll lastPoll = new LastPoll();

    private int refusedPolls;
    private int failedPolls;
    private long lastGoodStart;
    private long overtimeEnd;
    private long nextWake;

    /** @param random spreads the polls of concurrent runs */
    DeltaPolling(
            BalenaCloud cloud,
            PreparationOptions options,
            WaitClock time,
            RandomGenerator random,
            Inbox inbox,
            Observer observer) {
        this.deadline = options.deadline();
        this.time = time;
        this.observer = observer;
        this.polls = new PollsInProgress(cloud, time::nanoTime, inbox, this);
        this.tokenCheck = new TokenCheck(cloud, options.deadline(), time, inbox, observer::stop);
        long now = time.nanoTime();
        this.schedule = new PollSchedule(options.longestPollPause(), random, now);
        this.lastGoodStart = now;
        this.nextWake = now;
    }

    /** When the last successful full poll was started. */
    long lastGoodStart() {
        return lastGoodStart;
    }

    /** How many polls failed in a row. */
    int failedPolls() {
        return failedPolls;
    }

    /** Makes a full poll due as soon as allowed. */
    void hurry() {
        failedPolls = 0;
        schedule.hurry(time.nanoTime());
    }

    /** Starts the polls that are due. */
    void start() {
        long now = time.nanoTime();
        for (PollsInProgress.Poll poll : polls.giveUpSilent()) {
            ended(poll, new BalenaException.Unavailable("balena's API did not answer for a while.", null));
        }
        if (deadline.isOver()) {
            return;
        }
        if (untilLast(now).compareTo(Duration.ZERO) <= 0) {
            start(PollsInProgress.Kind.LAST, observer.unfinished(), deadline);
        } else if (!polls.isUnderWay(PollsInProgress.Kind.FULL) && schedule.nextFull() - now <= 0) {
            start(PollsInProgress.Kind.FULL, observer.unfinished(), deadline);
        }
        if (!observer.isAwaiting()) {
            schedule.noQuickWanted();
        } else if (!polls.isUnderWay(PollsInProgress.Kind.QUICK) && schedule.nextQuick() - now <= 0) {
            start(PollsInProgress.Kind.QUICK, observer.awaited(), deadline);
        }
    }

    private void start(PollsInProgress.Kind kind, Collection<ImagePair> pairs, Deadline until) {
        schedule.started(kind.isFull(), time.nanoTime());
        polls.start(kind, pairs, until);
    }

    private Duration untilLast(long now) {
        Duration remaining = deadline.remaining();
        boolean isTaken = lastPoll.isTaken(remaining, Duration.ofNanos(now - schedule.lastFullStart()));
        return isTaken || deadline.isEndless() ? LONGEST_PAUSE : lastPoll.until(remaining);
    }

    /** The time until the next action is due. */
    Duration untilNext() {
        long now = time.nanoTime();
        if (deadline.isOver()) {
            return positive(Duration.ofNanos(overtimeEnd - now));
        }
        Duration next = shorter(shorter(deadline.remaining(), untilLast(now)), polls.untilGivenUp());
        if (!polls.isUnderWay(PollsInProgress.Kind.FULL)) {
            next = shorter(next, Duration.ofNanos(schedule.nextFull() - now));
        }
        if (!polls.isUnderWay(PollsInProgress.Kind.QUICK) && observer.isAwaiting()) {
            next = shorter(next, Duration.ofNanos(schedule.nextQuick() - now));
        }
        nextWake = now + positive(next).toNanos();
        return positive(next);
    }

    /**
     * Whether the deadline has passed and no poll is pending. If the process was suspended past the deadline, one more
     * poll is made first.
     */
    boolean isOver() {
        if (!deadline.isOver()) {
            return false;
        }
        long now = time.nanoTime();
        Duration sinceLastPoll = Duration.ofNanos(now - schedule.lastFullStart());
        if (lastPoll.needsOvertime(sinceLastPoll, Duration.ofNanos(now - nextWake))) {
            polls.cancel();
            overtimeEnd = now + LastPoll.LONGEST_OVERTIME.toNanos();
            start(
                    PollsInProgress.Kind.LAST,
                    observer.unfinished(),
                    Deadline.after(LastPoll.LONGEST_OVERTIME, time::nanoTime));
        }
        return overtimeEnd == 0 || !polls.isUnderWay(PollsInProgress.Kind.LAST) || overtimeEnd - now <= 0;
    }

    /** Checks the token: with an invalid one, balena shows nothing. */
    void checkToken() {
        tokenCheck.start();
    }

    void cancel() {
        polls.cancel();
    }

    @Override
    public boolean shown(PollsInProgress.Poll poll, Map<ImagePair, DeltaState> states) {
        if (!poll.kind().isFull() && states.values().stream().anyMatch(DeltaState.Finished.class::isInstance)) {
            schedule.expectEnds(time.nanoTime());
        }
        return observer.shown(states, poll.start(), poll.kind().isFull());
    }

    @Override
    public void ended(PollsInProgress.Poll poll, Throwable failure) {
        long now = time.nanoTime();
        schedule.ended(poll.kind().isFull(), poll.hadNews(), now);
        if (failure == null) {
            succeeded(poll, now);
        } else {
            if (poll.kind().isFull()) {
                lastPoll.failed(deadline.remaining(), Duration.ofNanos(now - poll.start()));
            }
            failed(FutureFailure.cause(failure), now);
        }
    }

    private void succeeded(PollsInProgress.Poll poll, long now) {
        refusedPolls = 0;
        if (poll.kind().isFull()) {
            failedPolls = 0;
            lastGoodStart = poll.start();
            lastPoll.pollTook(Duration.ofNanos(now - poll.start()));
        }
        observer.polled();
    }

    private void failed(Throwable failure, long now) {
        failedPolls++;
        if (failure instanceof BalenaException.Unavailable trouble) {
            schedule.leaveAlone(shorter(trouble.retryAfter(), LONGEST_POSTPONEMENT), now);
            refusedPolls = trouble.isRefusal() ? refusedPolls + 1 : 0;
            observer.trouble(trouble);
            if (refusedPolls == MOST_REFUSED_POLLS) {
                observer.stop(trouble);
            }
        } else if (!(failure instanceof BalenaException.TimedOut)) {
            observer.stop(
                    failure instanceof BalenaException known
                            ? known
                            : new BalenaException.Unavailable("A poll failed unexpectedly: " + failure, failure));
        }
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : shorter(duration, LONGEST_PAUSE);
    }

    static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}

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

/** Looks at what balena shows, when that is due, and whether to believe it. */
final class Polling implements Polls.Listener {

    /** One refusal may be that of a proxy, some in a row those of a server that is being replaced. */
    private static final int MOST_REFUSED_POLLS = 10;

    /** No answer to a poll, from whatever stands in between, ends a wait of hours. */
    static final Duration LONGEST_POSTPONEMENT = Duration.ofMinutes(5);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** What the looks are for, and who is told of them, on the thread of the loop. */
    interface Observer {

        Collection<ImagePair> unfinished();

        /** Whether there are deltas to be looked at soon. */
        boolean isAwaiting();

        /** The deltas to be looked at soon: others wait for them. */
        Collection<ImagePair> awaited();

        /**
         * @param pollStart when the poll was started that shows these states
         * @param isFull whether it looks for ends, and not also for builds that take no place any more
         * @return whether it found any
         */
        boolean shown(Map<ImagePair, DeltaState> states, long pollStart, boolean isFull);

        /** A poll got through. */
        void polled();

        /** Something went wrong that is tried again. */
        void trouble(BalenaException reason);

        /** Nothing more can be done. */
        void stop(BalenaException reason);
    }

    private final Deadline deadline;
    private final WaitClock time;
    private final Observer observer;
    private final Polls polls;
    private final PollSchedule schedule;
    private final TokenCheck tokenCheck;
    private final LastPoll lastPoll = new LastPoll();

    private int refusedPolls;
    private int failedPolls;
    private long lastGoodStart;
    private long overtimeEnd;
    private long nextWake;

    /** @param random spreads the polls of several waiting programs */
    Polling(
            BalenaCloud cloud,
            PreparationOptions options,
            WaitClock time,
            RandomGenerator random,
            Inbox inbox,
            Observer observer) {
        this.deadline = options.deadline();
        this.time = time;
        this.observer = observer;
        this.polls = new Polls(cloud, time::nanoTime, inbox, this);
        this.tokenCheck = new TokenCheck(cloud, options.deadline(), time, inbox, observer::stop);
        long now = time.nanoTime();
        this.schedule = new PollSchedule(options.longestPollPause(), random, now);
        this.lastGoodStart = now;
        this.nextWake = now;
    }

    /** When the last full poll was started that got through. */
    long lastGoodStart() {
        return lastGoodStart;
    }

    /** How many polls failed one after the other. */
    int failedPolls() {
        return failedPolls;
    }

    /** A full poll is worth making at once. */
    void hurry() {
        failedPolls = 0;
        schedule.hurry(time.nanoTime());
    }

    /** Starts what is due. */
    void start() {
        long now = time.nanoTime();
        for (Polls.Poll poll : polls.giveUpSilent()) {
            ended(poll, new BalenaException.Unavailable("balena's API did not answer for a while.", null));
        }
        if (deadline.isOver()) {
            return;
        }
        if (untilLast(now).compareTo(Duration.ZERO) <= 0) {
            start(Polls.Kind.LAST, observer.unfinished(), deadline);
        } else if (!polls.isUnderWay(Polls.Kind.FULL) && schedule.nextFull() - now <= 0) {
            start(Polls.Kind.FULL, observer.unfinished(), deadline);
        }
        if (!observer.isAwaiting()) {
            schedule.noQuickWanted();
        } else if (!polls.isUnderWay(Polls.Kind.QUICK) && schedule.nextQuick() - now <= 0) {
            start(Polls.Kind.QUICK, observer.awaited(), deadline);
        }
    }

    private void start(Polls.Kind kind, Collection<ImagePair> pairs, Deadline until) {
        schedule.started(kind.isFull(), time.nanoTime());
        polls.start(kind, pairs, until);
    }

    private Duration untilLast(long now) {
        Duration remaining = deadline.remaining();
        boolean isTaken = lastPoll.isTaken(remaining, Duration.ofNanos(now - schedule.lastFullStart()));
        return isTaken || deadline.isEndless() ? LONGEST_PAUSE : lastPoll.until(remaining);
    }

    /** How long until something is due. */
    Duration untilNext() {
        long now = time.nanoTime();
        if (deadline.isOver()) {
            return positive(Duration.ofNanos(overtimeEnd - now));
        }
        Duration next = shorter(shorter(deadline.remaining(), untilLast(now)), polls.untilGivenUp());
        if (!polls.isUnderWay(Polls.Kind.FULL)) {
            next = shorter(next, Duration.ofNanos(schedule.nextFull() - now));
        }
        if (!polls.isUnderWay(Polls.Kind.QUICK) && observer.isAwaiting()) {
            next = shorter(next, Duration.ofNanos(schedule.nextQuick() - now));
        }
        nextWake = now + positive(next).toNanos();
        return positive(next);
    }

    /**
     * Whether the deadline is over and everything was seen. If the process slept beyond the deadline, one
     * more look is made first.
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
            start(Polls.Kind.LAST, observer.unfinished(), Deadline.after(LastPoll.LONGEST_OVERTIME, time::nanoTime));
        }
        return overtimeEnd == 0 || !polls.isUnderWay(Polls.Kind.LAST) || overtimeEnd - now <= 0;
    }

    /** Has balena say whether the token is valid: what it does not show may be what it does not show to strangers. */
    void checkToken() {
        tokenCheck.start();
    }

    void cancel() {
        polls.cancel();
    }

    @Override
    public boolean shown(Polls.Poll poll, Map<ImagePair, DeltaState> states) {
        if (!poll.kind().isFull() && states.values().stream().anyMatch(DeltaState.Finished.class::isInstance)) {
            schedule.expectEnds(time.nanoTime());
        }
        return observer.shown(states, poll.start(), poll.kind().isFull());
    }

    @Override
    public void ended(Polls.Poll poll, Throwable failure) {
        long now = time.nanoTime();
        schedule.ended(poll.kind().isFull(), poll.hadNews(), now);
        if (failure == null) {
            gotThrough(poll, now);
        } else {
            if (poll.kind().isFull()) {
                lastPoll.failed(deadline.remaining(), Duration.ofNanos(now - poll.start()));
            }
            failed(FutureFailure.cause(failure), now);
        }
    }

    private void gotThrough(Polls.Poll poll, long now) {
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

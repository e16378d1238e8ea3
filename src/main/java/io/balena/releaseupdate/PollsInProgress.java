package io.balena.releaseupdate;

import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.ImagePair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** The polls in progress, at most one of each kind. They report to the loop that started them. */
final class PollsInProgress {

    /** A poll without any result for this long is cancelled; the next one may succeed. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(45);

    /** The purpose of a poll. */
    enum Kind {
        /** Covers every unfinished delta. */
        FULL,
        /** Covers the deltas that others wait for. */
        QUICK,
        /** Covers every unfinished delta at the deadline, whatever other polls are in progress. */
        LAST;

        boolean isFull() {
            return this != QUICK;
        }
    }

    /** A poll in progress. */
    static final class Poll {
        private final Kind kind;
        private final long start;
        private long lastSign;
        private boolean hadNews;
        private CompletableFuture<Void> end;

        private Poll(Kind kind, long start) {
            this.kind = kind;
            this.start = start;
            this.lastSign = start;
        }

        Kind kind() {
            return kind;
        }

        long start() {
            return start;
        }

        boolean hadNews() {
            return hadNews;
        }
    }

    /** Receives the results, on the loop's thread. */
    interface Listener {
        /** @return whether the states are news */
        boolean shown(Poll poll, Map<ImagePair, DeltaState> states);

        /** @param failure null if the poll succeeded */
        void ended(Poll poll, Throwable failure);
    }

    private final BalenaCloud cloud;
    private final LongSupplier nanoTime;
    private final Inbox inbox;
    private final Listener listener;
    private final Map<Kind, Poll> underWay = new EnumMap<>(Kind.class);

    PollsInProgress(BalenaCloud cloud, LongSupplier nanoTime, Inbox inbox, Listener listener) {
        this.cloud = cloud;
        this.nanoTime = nanoTime;
        this.inbox = inbox;
        this.listener = listener;
    }

    boolean isUnderWay(Kind kind) {
        return underWay.containsKey(kind);
    }

    void start(Kind kind, Collection<ImagePair> pairs, Deadline deadline) {
        Poll poll = new Poll(kind, nanoTime.getAsLong());
        underWay.put(kind, poll);
        poll.end = cloud.pollDeltas(List.copyOf(pairs), deadline, states -> inbox.post(() -> show(poll, states)));
        poll.end.whenComplete((ok, failure) -> inbox.post(() -> end(poll, failure)));
    }

    private void show(Poll poll, Map<ImagePair, DeltaState> states) {
        poll.lastSign = nanoTime.getAsLong();
        poll.hadNews |= listener.shown(poll, states);
    }

    private void end(Poll poll, Throwable failure) {
        if (underWay.remove(poll.kind, poll)) {
            listener.ended(poll, failure);
        }
    }

    /** The time until the first silent poll is cancelled. */
    Duration untilGivenUp() {
        long now = nanoTime.getAsLong();
        return underWay.values().stream()
                .map(poll -> LONGEST_SILENCE.minusNanos(now - poll.lastSign))
                .min(Duration::compareTo)
                .orElse(LONGEST_SILENCE);
    }

    /** Cancels silent polls and returns them. */
    List<Poll> giveUpSilent() {
        long now = nanoTime.getAsLong();
        List<Poll> silent = new ArrayList<>();
        for (Poll poll : List.copyOf(underWay.values())) {
            if (now - poll.lastSign >= LONGEST_SILENCE.toNanos()) {
                underWay.remove(poll.kind, poll);
                poll.end.cancel(true);
                silent.add(poll);
            }
        }
        return silent;
    }

    void cancel() {
        List.copyOf(underWay.values()).forEach(poll -> poll.end.cancel(true));
        underWay.clear();
    }
}

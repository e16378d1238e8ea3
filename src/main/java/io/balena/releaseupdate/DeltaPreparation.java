package io.balena.releaseupdate;

import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.model.WaitClock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Requests deltas and waits for them. A loop on one thread decides; requests and polls run on other threads and report
 * to it, and none waits for another. It keeps no state beyond its run: another run joins the builds in progress.
 */
final class DeltaPreparation {

    /** Without waiting, the run ends after this many failed polls since the last request. */
    private static final int MOST_FAILED_POLLS = 3;

    private final PreparationOptions options;
    private final WaitClock time;
    private final Consumer<PreparationEvent> events;
    private final Inbox inbox;
    private final DeltaRequester requester;
    private final DeltaPolling polling;

    private final Map<ImagePair, DeltaAttempts> pairs = new LinkedHashMap<>();
    private final Map<ImagePair, DeltaAttempts> unfinished = new LinkedHashMap<>();
    private final Set<ImagePair> reportedFinished = new LinkedHashSet<>();
    private BalenaException refusal;

    /**
     * @param random spreads the polls of concurrent runs
     * @param events receives all events, on the calling thread
     */
    DeltaPreparation(
            BalenaCloud cloud,
            PreparationOptions options,
            WaitClock time,
            RandomGenerator random,
            Consumer<PreparationEvent> events) {
        this.options = options;
        this.time = time;
        this.events = events;
        this.inbox = new Inbox(time);
        this.requester = new DeltaRequester(cloud, options, time, inbox, events, new RequestListener());
        this.polling = new DeltaPolling(cloud, options, time, random, inbox, new Observer());
    }

    /** The pairs that would be requested, given their known states. */
    static List<ImagePair> needed(Map<ImagePair, DeltaState> known) {
        return known.entrySet().stream()
                .filter(entry -> entry.getValue().isRequestable())
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Runs until the preparation ends.
     *
     * @param known the states of all deltas that devices need, as just polled
     */
    Preparation run(Map<ImagePair, DeltaState> known) {
        known.forEach(this::add);
        try {
            while (true) {
                inbox.empty();
                Optional<Preparation> end = end();
                if (end.isPresent()) {
                    return end.get();
                }
                requester.start();
                polling.start();
                time.pause(DeltaPolling.shorter(polling.untilNext(), requester.untilNext()));
            }
        } catch (InterruptedException e) {
            inbox.empty();
            return new Preparation.Interrupted(states());
        } finally {
            polling.cancel();
            pairs.values().forEach(DeltaAttempts::cancelRequest);
        }
    }

    private void add(ImagePair images, DeltaState state) {
        Duration firstPause = DeltaPolling.shorter(PreparationOptions.FIRST_POLL_PAUSE, options.longestPollPause());
        var pair = new DeltaAttempts(images, state, requester.mostAttempts(), firstPause, time.nanoTime());
        pairs.put(images, pair);
        if (!pair.isFinished()) {
            unfinished.put(images, pair);
        }
        requester.update(pair);
    }

    private Optional<Preparation> end() {
        if (refusal != null) {
            return Optional.of(new Preparation.Stopped(states(), refusal));
        }
        if (unfinished.isEmpty()) {
            return Optional.of(new Preparation.Ready(states()));
        }
        Optional<Preparation> end = options.untilBuilt() ? endOfWaiting() : endOfRequesting();
        return end.isEmpty() && polling.isOver() ? Optional.of(new Preparation.TimedOut(states())) : end;
    }

    private Optional<Preparation> endOfWaiting() {
        return unfinished.values().stream().allMatch(DeltaAttempts::hasFailedPermanently)
                ? Optional.of(new Preparation.FailedPermanently(states()))
                : Optional.empty();
    }

    /** The document must show the state after the requests, so the run ends with a poll after the last response. */
    private Optional<Preparation> endOfRequesting() {
        boolean isPolled =
                polling.lastGoodStart() - requester.lastResponse() >= 0 || polling.failedPolls() >= MOST_FAILED_POLLS;
        if (!isRequestingOver() || !isPolled) {
            return Optional.empty();
        }
        if (unfinished.values().stream().anyMatch(DeltaAttempts::isRefused)) {
            return Optional.of(new Preparation.FailedPermanently(states()));
        }
        return Optional.of(unfinished.values().stream()
                .flatMap(pair -> pair.failures().stream())
                .findFirst()
                .<Preparation>map(failed -> new Preparation.Stopped(states(), failed.last()))
                .orElseGet(() -> new Preparation.Requested(states())));
    }

    private boolean isRequestingOver() {
        return !options.untilBuilt() && unfinished.values().stream().allMatch(requester::isOver);
    }

    /** Updates the collections after a delta changed. */
    private void update(DeltaAttempts pair) {
        if (pair.isFinished()) {
            unfinished.remove(pair.pair());
        }
        reportedFinished.remove(pair.pair());
        if (pair.isReportedFinished()) {
            reportedFinished.add(pair.pair());
        }
        requester.update(pair);
    }

    private boolean tellChange(DeltaAttempts pair, DeltaState before) {
        boolean isChange = !before.equals(pair.state())
                && !(before instanceof DeltaState.Building && pair.state() instanceof DeltaState.Building);
        if (isChange) {
            events.accept(new PreparationEvent.Changed(pair.pair(), before, pair.state()));
        }
        return isChange;
    }

    private Map<ImagePair, DeltaState> states() {
        Map<ImagePair, DeltaState> states = new LinkedHashMap<>();
        pairs.values().forEach(pair -> states.put(pair.pair(), pair.state()));
        return states;
    }

    /** Handles the results of requests. */
    private final class RequestListener implements DeltaRequester.Listener {

        @Override
        public void responded(DeltaAttempts pair, DeltaState before) {
            update(pair);
            tellChange(pair, before);
            if (isRequestingOver()) {
                polling.hurry();
            }
        }

        @Override
        public void noEffect() {
            polling.checkToken();
        }

        @Override
        public void stop(BalenaException reason) {
            refusal = reason;
        }
    }

    /** Handles the results of polls. */
    private final class Observer implements DeltaPolling.Observer {

        @Override
        public Collection<ImagePair> unfinished() {
            return unfinished.keySet();
        }

        @Override
        public boolean isAwaiting() {
            return !reportedFinished.isEmpty() || !requester.blocking().isEmpty();
        }

        /** Deltas whose requests block others, and those that the delta server reported as finished. */
        @Override
        public Collection<ImagePair> awaited() {
            Set<ImagePair> awaited = new LinkedHashSet<>(requester.blocking());
            awaited.addAll(reportedFinished);
            return awaited;
        }

        @Override
        public boolean shown(Map<ImagePair, DeltaState> states, long pollStart, boolean isFull) {
            boolean isNews = false;
            for (var entry : states.entrySet()) {
                DeltaAttempts pair = pairs.get(entry.getKey());
                DeltaState before = pair.state();
                pair.observe(entry.getValue(), pollStart, time.nanoTime());
                update(pair);
                isNews |= tellChange(pair, before) && !(isFull && pair.state() instanceof DeltaState.Building);
                if (pair.state() instanceof DeltaState.Missing && !(before instanceof DeltaState.Missing)) {
                    // It existed and is gone. With a token that is no longer valid, it would look the same.
                    polling.checkToken();
                }
            }
            return isNews;
        }

        @Override
        public void polled() {
            events.accept(new PreparationEvent.Polled());
            if (isRequestingOver() && polling.lastGoodStart() - requester.lastResponse() < 0) {
                polling.hurry();
            }
        }

        @Override
        public void trouble(BalenaException reason) {
            events.accept(new PreparationEvent.Trouble(reason.getMessage()));
        }

        @Override
        public void stop(BalenaException reason) {
            refusal = reason;
        }
    }
}

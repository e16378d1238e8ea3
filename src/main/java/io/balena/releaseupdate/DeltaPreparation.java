package io.balena.releaseupdate;

import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.DeltaAnswer;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.PreparationEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Has deltas built and waits for them: a loop on one thread that asks, polls, and asks again. It keeps no state beyond
 * its run: run again, it joins what is under way.
 */
final class DeltaPreparation {

    private static final double POLL_GROWTH = 1.3;
    private static final double JITTER = 0.1;

    /** One refusal may be that of a proxy, some in a row those of a server that is being replaced. */
    private static final int MOST_REFUSED_POLLS = 10;

    /** No answer to a poll, from whatever stands in between, is to end a wait of hours. */
    private static final Duration LONGEST_POSTPONEMENT = Duration.ofMinutes(5);

    /** So much before the deadline it is worth a look even at a server that asked to be left alone. */
    private static final Duration LAST_LOOK = Duration.ofSeconds(2);

    private final BalenaCloud cloud;
    private final PreparationOptions options;
    private final Pauser time;
    private final RandomGenerator random;
    private final Consumer<PreparationEvent> events;

    private final Map<ImagePair, PairPreparation> pairs = new LinkedHashMap<>();
    private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();

    private Duration pollPause;
    private long lastPoll;
    private long lastTry;
    private int refusedPolls;
    private long nextPoll;
    private long earliestPoll;
    private boolean polledSinceLastAnswer = true;
    private BalenaException refusal;

    /**
     * @param random spreads the polls of several waiting programs
     * @param events is told of everything that happens, on this thread
     */
    DeltaPreparation(
            BalenaCloud cloud,
            PreparationOptions options,
            Pauser time,
            RandomGenerator random,
            Consumer<PreparationEvent> events) {
        this.cloud = cloud;
        this.options = options;
        this.time = time;
        this.random = random;
        this.events = events;
        this.pollPause = shorter(PreparationOptions.FIRST_POLL_PAUSE, options.longestPollPause());
    }

    /** The pairs that would be asked for, given what is known of them. */
    static List<ImagePair> needed(Map<ImagePair, DeltaState> known) {
        return known.entrySet().stream()
                .filter(entry -> PairPreparation.isAskable(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Runs until it is decided.
     *
     * @param known the states of all deltas that devices will need, just polled
     */
    Preparation run(Map<ImagePair, DeltaState> known) {
        known.forEach((pair, state) -> pairs.put(pair, new PairPreparation(pair, state)));
        lastPoll = now();
        lastTry = lastPoll;
        earliestPoll = lastPoll;
        planNextPoll();
        try {
            while (true) {
                takeAnswers();
                Optional<Preparation> end = end();
                if (end.isPresent()) {
                    return end.get();
                }
                askWhereNeeded();
                if (isPollDue()) {
                    poll();
                } else {
                    time.pause(shorter(untilPoll(), options.deadline().remaining()));
                }
            }
        } catch (InterruptedException e) {
            return new Preparation.Interrupted(states());
        } finally {
            pairs.values().forEach(PairPreparation::giveBack);
        }
    }

    private Optional<Preparation> end() {
        if (refusal != null) {
            return Optional.of(new Preparation.Refused(states(), refusal));
        }
        Optional<Preparation> end = options.untilBuilt() ? endOfWaiting() : endOfRequesting();
        return end.isEmpty() && options.deadline().isOver() ? Optional.of(new Preparation.TimedOut(states())) : end;
    }

    private Optional<Preparation> endOfWaiting() {
        if (pairs.values().stream().allMatch(PairPreparation::isFinished)) {
            return Optional.of(new Preparation.Ready(states()));
        }
        return pairs.values().stream().allMatch(pair -> pair.isFinished() || pair.isHopeless(mostAttempts(), now()))
                ? Optional.of(new Preparation.FailedForGood(states()))
                : Optional.empty();
    }

    /** The document is to show the state after the requests, so that the end comes with the poll after the last one. */
    private Optional<Preparation> endOfRequesting() {
        if (!isRequestingOver() || !polledSinceLastAnswer) {
            return Optional.empty();
        }
        if (pairs.values().stream().allMatch(PairPreparation::isFinished)) {
            return Optional.of(new Preparation.Ready(states()));
        }
        if (pairs.values().stream().anyMatch(PairPreparation::isRefused)) {
            return Optional.of(new Preparation.FailedForGood(states()));
        }
        return Optional.of(pairs.values().stream()
                .flatMap(pair -> pair.trouble().stream())
                .findFirst()
                .<Preparation>map(reason -> new Preparation.Refused(states(), reason))
                .orElseGet(() -> new Preparation.Requested(states())));
    }

    private boolean isRequestingOver() {
        return pairs.values().stream().allMatch(PairPreparation::isRequested);
    }

    private void askWhereNeeded() {
        int open = (int) pairs.values().stream().filter(PairPreparation::isOpen).count();
        for (PairPreparation pair : pairs.values()) {
            if (open >= options.concurrency()) {
                return;
            }
            if (pair.isToBeAsked(mostAttempts(), now(), lastPoll)) {
                ask(pair);
                open++;
            }
        }
    }

    private int mostAttempts() {
        return options.untilBuilt() ? 1 + options.retries() : 1;
    }

    private void ask(PairPreparation pair) {
        var answer = cloud.requestDelta(pair.pair(), options.deadline());
        pair.asked(answer);
        events.accept(new PreparationEvent.Asked(pair.pair(), pair.attempts()));
        answer.whenComplete((given, failure) -> {
            answers.add(() -> {
                if (pair.closes(answer)) {
                    take(pair, given, failure);
                }
            });
            time.wake();
        });
    }

    private void takeAnswers() {
        for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
            answer.run();
        }
    }

    private void take(PairPreparation pair, DeltaAnswer answer, Throwable failure) {
        polledSinceLastAnswer = false;
        if (answer instanceof DeltaAnswer.Refused refused) {
            see(
                    pair,
                    new DeltaState.Refused("the delta server will not supply this delta (" + refused.reason()
                            + "): devices will download the full image"));
        } else if (answer != null) {
            pair.taken(now());
            if (answer instanceof DeltaAnswer.Finished) {
                pollSoon();
            }
        } else if (failure instanceof BalenaException.Unavailable trouble) {
            pair.broke(trouble, now());
            events.accept(new PreparationEvent.Trouble(trouble.getMessage()));
        } else if (failure instanceof BalenaException.NotLoggedIn notLoggedIn) {
            refusal = notLoggedIn;
        } else if (!(failure instanceof BalenaException.TimedOut)) {
            // A bug of ours. The document of what is known is not to be lost for it.
            refusal = new BalenaException.Unavailable("A request for a delta failed unexpectedly: " + failure, failure);
        }
        if (!options.untilBuilt() && isRequestingOver()) {
            nextPoll = now();
        }
    }

    private boolean isPollDue() {
        return untilPoll().compareTo(Duration.ZERO) <= 0;
    }

    private Duration untilPoll() {
        long now = now();
        return Duration.ofNanos(Math.max(nextPoll - now, earliestPoll - now));
    }

    private void poll() throws InterruptedException {
        List<ImagePair> unfinished = new ArrayList<>();
        pairs.values().stream().filter(pair -> !pair.isFinished()).forEach(pair -> unfinished.add(pair.pair()));
        lastTry = now();
        Duration askedToWait = Duration.ZERO;
        try {
            cloud.deltas(unfinished, options.deadline()).forEach((pair, state) -> see(pairs.get(pair), state));
            lastPoll = now();
            refusedPolls = 0;
            polledSinceLastAnswer = true;
            events.accept(new PreparationEvent.Polled());
        } catch (BalenaException.Unavailable e) {
            askedToWait = e.askedToWait();
            refusedPolls = e.isRefusal() ? refusedPolls + 1 : 0;
            if (!options.untilBuilt() || refusedPolls == MOST_REFUSED_POLLS) {
                refusal = e;
            }
            events.accept(new PreparationEvent.Trouble(e.getMessage()));
        } catch (BalenaException.NotLoggedIn e) {
            refusal = e;
        } catch (BalenaException.TimedOut e) {
            // The deadline is over; the loop sees it.
        }
        planNextPoll();
        earliestPoll = now() + shorter(askedToWait, longestPostponement()).toNanos();
    }

    private Duration longestPostponement() {
        Duration untilLastLook = options.deadline().remaining().minus(LAST_LOOK);
        return untilLastLook.isNegative() ? LONGEST_POSTPONEMENT : shorter(untilLastLook, LONGEST_POSTPONEMENT);
    }

    private void see(PairPreparation pair, DeltaState state) {
        DeltaState before = pair.state();
        pair.see(state, now());
        if (!before.equals(pair.state())) {
            events.accept(new PreparationEvent.Changed(pair.pair(), before, pair.state()));
        }
    }

    private void planNextPoll() {
        nextPoll = now() + (long) (pollPause.toNanos() * (1 - JITTER * random.nextDouble()));
        pollPause = shorter(Duration.ofNanos((long) (pollPause.toNanos() * POLL_GROWTH)), options.longestPollPause());
    }

    /** A delta is known to be there: it is worth a look before the next poll is due, but not one for each delta. */
    private void pollSoon() {
        long soon = lastTry
                + shorter(PreparationOptions.FIRST_POLL_PAUSE, options.longestPollPause())
                        .toNanos();
        if (soon - nextPoll < 0) {
            nextPoll = soon;
        }
    }

    private Map<ImagePair, DeltaState> states() {
        Map<ImagePair, DeltaState> states = new LinkedHashMap<>();
        pairs.values().forEach(pair -> states.put(pair.pair(), pair.state()));
        return states;
    }

    private long now() {
        return time.nanoTime();
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}

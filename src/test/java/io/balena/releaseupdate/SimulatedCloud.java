package io.balena.releaseupdate;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.Delta;
import io.balena.releaseupdate.model.DeltaResponse;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.ImagePair;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** balena on simulated time: each pair's builds go as planned, and requests are held while they last. */
final class SimulatedCloud extends UnsupportedCloud {

    /** The course of one delta request. */
    sealed interface Plan {
        /** The build takes this long and succeeds; the request is held until then. */
        record Succeeds(Duration after) implements Plan {}

        /** The build takes this long and fails; the request is held until then. */
        record Fails(Duration after) implements Plan {}

        /** The builder dies at once: the row says running, then it is stale. */
        record GoesSilent() implements Plan {}

        /** The server responds at once, but nothing is built. */
        record IsForgotten() implements Plan {}

        /**
         * The server responds at once that it is being built or finished, and the API shows it finished this much
         * later.
         */
        record ShowsLater(DeltaResponse answer, Duration after) implements Plan {}

        /** The server responds at once with this. */
        record Answers(DeltaResponse answer) implements Plan {}

        /** The request fails, however often it is repeated. */
        record Breaks(RuntimeException failure) implements Plan {}
    }

    private final SimulatedTime time;
    private final Map<ImagePair, Deque<Plan>> plans = new HashMap<>();
    private final Map<ImagePair, DeltaState> states = new HashMap<>();
    private final Deque<RuntimeException> pollFailures = new ArrayDeque<>();
    private long builds = 100;
    private Duration latency = Duration.ZERO;
    private boolean isDown;
    private boolean isHanging;
    private boolean isRevoked;

    final List<ImagePair> asked = new ArrayList<>();
    final List<Duration> polls = new ArrayList<>();
    final List<List<ImagePair>> polled = new ArrayList<>();
    final List<CompletableFuture<Void>> pollEnds = new ArrayList<>();
    int tokenChecks;
    int open;
    int mostOpen;

    SimulatedCloud(SimulatedTime time) {
        this.time = time;
    }

    void plan(ImagePair pair, Plan... plan) {
        plans.put(pair, new ArrayDeque<>(List.of(plan)));
    }

    /** Every request takes this course. */
    void planForEver(ImagePair pair, Plan plan) {
        plans.put(pair, new ArrayDeque<>(Collections.nCopies(1_000, plan)));
    }

    void state(ImagePair pair, DeltaState state) {
        states.put(pair, state);
    }

    void failNextPolls(RuntimeException... failures) {
        pollFailures.addAll(List.of(failures));
    }

    Map<ImagePair, DeltaState> known(Collection<ImagePair> pairs) {
        Map<ImagePair, DeltaState> known = new LinkedHashMap<>();
        pairs.forEach(pair -> known.put(pair, states.getOrDefault(pair, new DeltaState.Missing())));
        return known;
    }

    static DeltaState finished(long id) {
        return new DeltaState.Finished(new Delta(id, 3, Optional.of("registry/x:delta"), 100));
    }

    /** Polls fail between these times. */
    void outage(Duration from, Duration to) {
        time.after(from, () -> isDown = true);
        time.after(to, () -> isDown = false);
    }

    /** Polls between these times never get a response. */
    void hang(Duration from, Duration to) {
        time.after(from, () -> isHanging = true);
        time.after(to, () -> isHanging = false);
    }

    void answerPollsAfter(Duration pause) {
        latency = pause;
    }

    /** From then on, the token is invalid, and balena shows nothing. */
    void revokeTokenAfter(Duration pause) {
        time.after(pause, () -> isRevoked = true);
    }

    @Override
    public CompletableFuture<Void> pollDeltas(
            Collection<ImagePair> pairs, Deadline deadline, Consumer<Map<ImagePair, DeltaState>> shown) {
        polls.add(time.elapsed());
        polled.add(List.copyOf(pairs));
        CompletableFuture<Void> end = poll(pairs, shown);
        pollEnds.add(end);
        return end;
    }

    private CompletableFuture<Void> poll(Collection<ImagePair> pairs, Consumer<Map<ImagePair, DeltaState>> shown) {
        if (isHanging) {
            return new CompletableFuture<>();
        }
        if (isDown) {
            return CompletableFuture.failedFuture(new BalenaException.Unavailable("HTTP 503", null));
        }
        RuntimeException failure = pollFailures.poll();
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        Map<ImagePair, DeltaState> seen = isRevoked ? missing(pairs) : known(pairs);
        if (latency.isZero()) {
            shown.accept(seen);
            return CompletableFuture.completedFuture(null);
        }
        var end = new CompletableFuture<Void>();
        time.after(latency, () -> {
            shown.accept(seen);
            end.complete(null);
        });
        return end;
    }

    private static Map<ImagePair, DeltaState> missing(Collection<ImagePair> pairs) {
        Map<ImagePair, DeltaState> missing = new LinkedHashMap<>();
        pairs.forEach(pair -> missing.put(pair, new DeltaState.Missing()));
        return missing;
    }

    @Override
    public CompletableFuture<Void> checkToken(Deadline deadline) {
        tokenChecks++;
        return isRevoked
                ? CompletableFuture.failedFuture(new BalenaException.NotLoggedIn("not valid any more"))
                : CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<DeltaResponse> requestDelta(ImagePair pair, Deadline deadline) {
        asked.add(pair);
        open++;
        mostOpen = Math.max(mostOpen, open);
        var answer = new CompletableFuture<DeltaResponse>();
        answer.whenComplete((given, failure) -> open--);
        Plan plan = Optional.ofNullable(plans.get(pair)).map(Deque::poll).orElse(new Plan.IsForgotten());
        long build = builds++;
        if (plan instanceof Plan.Succeeds succeeds) {
            states.put(pair, new DeltaState.Building(build));
            time.after(succeeds.after(), () -> {
                states.put(pair, finished(build));
                answer.complete(new DeltaResponse.Finished());
            });
        } else if (plan instanceof Plan.Fails fails) {
            states.put(pair, new DeltaState.Building(build));
            time.after(fails.after(), () -> {
                states.put(pair, new DeltaState.Failed(build, "broken build " + build));
                answer.complete(new DeltaResponse.BeingBuilt());
            });
        } else if (plan instanceof Plan.GoesSilent) {
            states.put(pair, new DeltaState.Building(build));
            time.after(DeltaState.STALE_AFTER, () -> states.put(pair, new DeltaState.Failed(build, "silent")));
            time.after(Duration.ofSeconds(60), () -> answer.complete(new DeltaResponse.BeingBuilt()));
        } else if (plan instanceof Plan.IsForgotten) {
            time.after(Duration.ZERO, () -> answer.complete(new DeltaResponse.BeingBuilt()));
        } else if (plan instanceof Plan.ShowsLater later) {
            time.after(Duration.ZERO, () -> answer.complete(later.answer()));
            time.after(later.after(), () -> states.put(pair, finished(build)));
        } else if (plan instanceof Plan.Answers answers) {
            time.after(Duration.ZERO, () -> answer.complete(answers.answer()));
        } else if (plan instanceof Plan.Breaks breaks) {
            time.after(Duration.ofSeconds(5), () -> answer.completeExceptionally(breaks.failure()));
        }
        return answer;
    }
}

package io.balena.releaseupdate;

import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.Delta;
import io.balena.releaseupdate.model.DeltaAnswer;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.ImagePair;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** balena on simulated time: each pair's builds go as planned, and requests are held while they last. */
final class SimulatedCloud extends UnsupportedCloud {

    /** How one request for a delta goes. */
    sealed interface Plan {
        /** The build takes this long and succeeds; the request is held until then. */
        record Succeeds(Duration after) implements Plan {}

        /** The build takes this long and fails; the request is held until then. */
        record Fails(Duration after) implements Plan {}

        /** The builder dies at once: the row says running, then it is stale. */
        record GoesSilent() implements Plan {}

        /** The server answers at once, and nothing comes of it. */
        record IsForgotten() implements Plan {}

        /** The server answers at once with this. */
        record Answers(DeltaAnswer answer) implements Plan {}

        /** The request does not get through, however often it is repeated. */
        record Breaks(RuntimeException failure) implements Plan {}
    }

    private final SimulatedTime time;
    private final Map<ImagePair, Deque<Plan>> plans = new HashMap<>();
    private final Map<ImagePair, DeltaState> states = new HashMap<>();
    private final Deque<RuntimeException> pollFailures = new ArrayDeque<>();
    private long builds = 100;
    private int open;

    final List<ImagePair> asked = new ArrayList<>();
    final List<Duration> polls = new ArrayList<>();
    int mostOpen;

    SimulatedCloud(SimulatedTime time) {
        this.time = time;
    }

    void plan(ImagePair pair, Plan... plan) {
        plans.put(pair, new ArrayDeque<>(List.of(plan)));
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

    @Override
    public Map<ImagePair, DeltaState> deltas(Collection<ImagePair> pairs, Deadline deadline) {
        polls.add(time.elapsed());
        if (!pollFailures.isEmpty()) {
            throw pollFailures.poll();
        }
        return known(pairs);
    }

    @Override
    public CompletableFuture<DeltaAnswer> requestDelta(ImagePair pair, Deadline deadline) {
        asked.add(pair);
        open++;
        mostOpen = Math.max(mostOpen, open);
        var answer = new CompletableFuture<DeltaAnswer>();
        answer.whenComplete((given, failure) -> open--);
        Plan plan = Optional.ofNullable(plans.get(pair)).map(Deque::poll).orElse(new Plan.IsForgotten());
        long build = builds++;
        if (plan instanceof Plan.Succeeds succeeds) {
            states.put(pair, new DeltaState.Building());
            time.after(succeeds.after(), () -> {
                states.put(pair, finished(build));
                answer.complete(new DeltaAnswer.Finished());
            });
        } else if (plan instanceof Plan.Fails fails) {
            states.put(pair, new DeltaState.Building());
            time.after(fails.after(), () -> {
                states.put(pair, new DeltaState.Failed(build, "broken build " + build));
                answer.complete(new DeltaAnswer.BeingBuilt());
            });
        } else if (plan instanceof Plan.GoesSilent) {
            states.put(pair, new DeltaState.Building());
            time.after(DeltaState.STALE_AFTER, () -> states.put(pair, new DeltaState.Failed(build, "silent")));
            time.after(Duration.ofSeconds(60), () -> answer.complete(new DeltaAnswer.BeingBuilt()));
        } else if (plan instanceof Plan.IsForgotten) {
            time.after(Duration.ZERO, () -> answer.complete(new DeltaAnswer.BeingBuilt()));
        } else if (plan instanceof Plan.Answers answers) {
            time.after(Duration.ZERO, () -> answer.complete(answers.answer()));
        } else if (plan instanceof Plan.Breaks breaks) {
            time.after(Duration.ofSeconds(5), () -> answer.completeExceptionally(breaks.failure()));
        }
        return answer;
    }
}

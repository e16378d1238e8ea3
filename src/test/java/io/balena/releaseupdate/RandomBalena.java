package io.balena.releaseupdate;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeltaResponse;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.ImagePair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A balena of one random history on simulated time: outages of the API and of the delta server, requests that are held,
 * builds that succeed, fail, stall or get lost, lagging reads, a revoked token. It records its requests and responses
 * for an oracle.
 */
final class RandomBalena extends UnsupportedCloud {

    private static final long SECOND = 1_000_000_000L;
    private static final long NEVER = Long.MAX_VALUE;

    /** The effect of a fault while it lasts. */
    enum Kind {
        DOWN,
        HANGS,
        REFUSES
    }

    /** Times are seconds from the start. */
    record Fault(Kind kind, double from, double to, int status, long retryAfter) {
        private boolean isAt(double second) {
            return from <= second && second < to;
        }
    }

    /** A state since a moment. */
    private record Revision(long from, DeltaState state) {}

    /** The states shown by a poll that began then. */
    record Sighting(long pollStart, DeltaState state) {}

    /** A request and how it ended: 0 accepted, 1 failed, a status if it was refused; cancelled ones count as accepted. */
    static final class Request {
        final long at;
        long end = NEVER;
        int result;

        private Request(long at) {
            this.at = at;
        }
    }

    /** One delta: its real states, and what was shown and requested. */
    static final class Pair {
        final List<Revision> truth = new ArrayList<>();
        final List<Sighting> sightings = new ArrayList<>();
        final List<Request> requests = new ArrayList<>();

        DeltaState at(long moment) {
            DeltaState state = truth.get(0).state();
            for (Revision version : truth) {
                if (version.from() <= moment) {
                    state = version.state();
                }
            }
            return state;
        }

        /** When it was finished; never if it was not. */
        long finishedAt() {
            return truth.stream()
                    .filter(version -> version.state() instanceof DeltaState.Finished)
                    .mapToLong(Revision::from)
                    .findFirst()
                    .orElse(NEVER);
        }
    }

    private final SimulatedTime time;
    private final Random random;
    final Map<ImagePair, Pair> pairs = new LinkedHashMap<>();
    final List<Fault> apiFaults = new ArrayList<>();
    final List<Fault> deltaFaults = new ArrayList<>();
    final boolean isCalm;
    final boolean allBuildsFail;
    final long lag;
    final long revokedAt;
    int polls;
    int refusedPolls;
    int open;
    int mostOpen;
    private long builds = 10;

    RandomBalena(SimulatedTime time, Random random, double seconds) {
        this.time = time;
        this.random = random;
        this.isCalm = random.nextInt(4) == 0;
        this.allBuildsFail = random.nextInt(5) == 0;
        this.lag = isCalm ? 0 : random.nextInt(3) * random.nextInt(12) * SECOND;
        this.revokedAt = random.nextInt(20) == 0 ? (long) (random.nextDouble() * seconds * SECOND) : NEVER;
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            Pair pair = new Pair();
            pair.truth.add(new Revision(-NEVER / 2, initial(pair)));
            pairs.put(new ImagePair(i + 1, i + 100), pair);
        }
        addFaults(apiFaults, seconds, false);
        addFaults(deltaFaults, seconds, true);
    }

    private DeltaState initial(Pair pair) {
        switch (random.nextInt(6)) {
            case 0:
                return new DeltaState.Failed(3, "yesterday");
            case 1:
                long id = builds++;
                build(pair, id, random.nextInt(200) * SECOND);
                return new DeltaState.Building(id);
            case 2:
                return finished(2);
            default:
                return new DeltaState.Missing();
        }
    }

    private void addFaults(List<Fault> faults, double seconds, boolean mayRefuse) {
        for (int i = isCalm ? 3 : random.nextInt(3); i < 3; i++) {
            double from = random.nextDouble() * seconds * 1.1 - 5;
            double length = random.nextBoolean() ? random.nextDouble() * 20 : random.nextDouble() * 400;
            Kind kind = Kind.values()[random.nextInt(mayRefuse || random.nextInt(4) == 0 ? 3 : 2)];
            long asked = random.nextInt(4) == 0 ? random.nextInt(4_000) : 0;
            faults.add(new Fault(kind, from, from + length, 400 + random.nextInt(2) * 4, asked));
        }
    }

    private static DeltaState finished(long id) {
        return SimulatedCloud.finished(id);
    }

    Map<ImagePair, DeltaState> known() {
        Map<ImagePair, DeltaState> known = new LinkedHashMap<>();
        pairs.forEach((images, pair) -> known.put(images, pair.at(0)));
        return known;
    }

    private double second() {
        return time.passed() / (double) SECOND;
    }

    private Fault fault(List<Fault> faults) {
        for (Fault fault : faults) {
            if (fault.isAt(second())) {
                return fault;
            }
        }
        return null;
    }

    private void after(double seconds, Runnable action) {
        time.after(Duration.ofNanos((long) (seconds * SECOND)), action);
    }

    private static BalenaException.Unavailable unavailable(Fault fault, boolean isRefusal) {
        return new BalenaException.Unavailable("fault", null, isRefusal, Duration.ofSeconds(fault.retryAfter()));
    }

    @Override
    public CompletableFuture<Void> pollDeltas(
            Collection<ImagePair> asked, Deadline deadline, Consumer<Map<ImagePair, DeltaState>> shown) {
        polls++;
        long start = time.passed();
        var end = new CompletableFuture<Void>();
        Fault fault = fault(apiFaults);
        // Some responses arrive despite a fault.
        int arriving = fault == null ? asked.size() : random.nextInt(4) == 0 ? random.nextInt(asked.size() + 1) : 0;
        double latency = random.nextDouble() * 0.4;
        List<ImagePair> arrive = List.copyOf(asked).subList(0, arriving);
        after(latency, () -> {
            for (ImagePair images : arrive) {
                DeltaState state = read(pairs.get(images));
                pairs.get(images).sightings.add(new Sighting(start, state));
                shown.accept(Map.of(images, state));
            }
        });
        if (fault == null) {
            after(latency, () -> end.complete(null));
        } else if (fault.kind() != Kind.HANGS) {
            boolean isRefusal = fault.kind() == Kind.REFUSES;
            refusedPolls += isRefusal ? 1 : 0;
            after(latency + 0.4 * random.nextDouble(), () -> end.completeExceptionally(unavailable(fault, isRefusal)));
        }
        return end;
    }

    private DeltaState read(Pair pair) {
        if (time.passed() >= revokedAt) {
            return new DeltaState.Missing();
        }
        // Some reads lag, others don't: there are several replicas.
        return pair.at(time.passed() - (lag > 0 && random.nextBoolean() ? lag : 0));
    }

    @Override
    public CompletableFuture<Void> checkToken(Deadline deadline) {
        return time.passed() >= revokedAt
                ? CompletableFuture.failedFuture(new BalenaException.NotLoggedIn("revoked"))
                : CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<DeltaResponse> requestDelta(ImagePair images, Deadline deadline) {
        Pair pair = pairs.get(images);
        Request request = new Request(time.passed());
        pair.requests.add(request);
        open++;
        mostOpen = Math.max(mostOpen, open);
        var answer = new CompletableFuture<DeltaResponse>();
        answer.whenComplete((given, failure) -> {
            open--;
            request.end = time.passed();
            if (given instanceof DeltaResponse.Refused refused) {
                request.result = refused.status();
            } else if (failure instanceof BalenaException) {
                request.result = 1;
            }
        });
        Fault fault = fault(deltaFaults);
        if (time.passed() >= revokedAt) {
            after(0.1, () -> answer.completeExceptionally(new BalenaException.NotLoggedIn("revoked")));
        } else if (fault == null) {
            accept(pair, answer);
        } else if (fault.kind() == Kind.REFUSES) {
            after(0.1, () -> answer.complete(new DeltaResponse.Refused(fault.status(), "refused")));
        } else {
            boolean isRefusal = random.nextInt(3) == 0;
            double pause = fault.kind() == Kind.HANGS ? 75 : random.nextDouble() * 10;
            after(pause, () -> answer.completeExceptionally(unavailable(fault, isRefusal)));
        }
        return answer;
    }

    private void accept(Pair pair, CompletableFuture<DeltaResponse> answer) {
        DeltaState now = pair.at(time.passed());
        double held = random.nextInt(3) * 30 * random.nextDouble();
        if (!(now instanceof DeltaState.Building) && !(now instanceof DeltaState.Finished)) {
            boolean isLost = !isCalm && random.nextInt(6) == 0;
            if (!isLost) {
                long id = builds++;
                pair.truth.add(new Revision(time.passed(), new DeltaState.Building(id)));
                build(pair, id, random.nextInt(2) * (long) (random.nextDouble() * 300 * SECOND) + SECOND / 2);
            }
        }
        after(
                held,
                () -> answer.complete(
                        pair.at(time.passed()) instanceof DeltaState.Finished
                                ? new DeltaResponse.Finished()
                                : new DeltaResponse.BeingBuilt()));
    }

    private void build(Pair pair, long id, long length) {
        boolean isFailing = allBuildsFail || random.nextInt(4) == 0;
        long wait = isFailing && random.nextInt(3) == 0 ? DeltaState.STALE_AFTER.toNanos() : length;
        DeltaState end = isFailing ? new DeltaState.Failed(id, "broken") : finished(id);
        time.after(Duration.ofNanos(wait), () -> pair.truth.add(new Revision(time.passed(), end)));
    }
}

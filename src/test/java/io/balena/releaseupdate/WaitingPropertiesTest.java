package io.balena.releaseupdate;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.balena.releaseupdate.RandomBalena.Pair;
import io.balena.releaseupdate.RandomBalena.Request;
import io.balena.releaseupdate.RandomBalena.Sighting;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.Preparation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of waiting, judged by the rules of verdicts from balena's requests and responses only, independently
 * of the loop's logic. Each run tries other histories. A failure names its seed: {@code -Dwaiting.first=N} begins
 * there, and {@code -Dwaiting.histories=N} tries so many. A seed that failed once becomes a case of its own.
 */
class WaitingPropertiesTest {

    private static final int HISTORIES = Integer.getInteger("waiting.histories", 100_000);
    private static final long FIRST = Long.getLong("waiting.first", System.nanoTime());
    private static final long SECOND = 1_000_000_000L;
    private static final long SETTLING = 30 * SECOND;

    /** Longer than any response of this balena. */
    private static final long A_LOOK = 3 * SECOND;

    private final Map<String, Integer> endings = new ConcurrentSkipListMap<>();

    @Test
    void noVerdictIsWrong() {
        System.out.println(HISTORIES + " histories of waiting, from seed " + FIRST + " (-Dwaiting.first)");
        LongStream.range(FIRST, FIRST + HISTORIES).parallel().forEach(this::run);
        // Each ending must have come, or the histories would show less than they seem to.
        for (String ending : List.of("Ready", "FailedPermanently", "TimedOut", "Stopped")) {
            assertTrue(endings.getOrDefault(ending, 0) > HISTORIES / 1_000, endings.toString());
        }
    }

    /**
     * The first: a last poll that was refused while there was time for another. The next: a process that was suspended
     * during a poll. The last: too many polls.
     */
    @ParameterizedTest
    @ValueSource(longs = {10540524450988L, 2005410270243L, 20354849827057L})
    void seedsThatFailedOncePass(long seed) {
        run(seed);
    }

    private void run(long seed) {
        try {
            History history = new History(new Random(seed));
            history.run();
            history.judge();
            endings.merge(history.end.getClass().getSimpleName(), 1, Integer::sum);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }

    private static final class History {
        private final SimulatedTime time = new SimulatedTime();
        private final Random random;
        private final long deadline;
        private final PreparationOptions options;
        private final RandomBalena balena;
        private final long stopFrom;
        private final long stopTo;
        private final Map<ImagePair, DeltaState> known;
        private Preparation end;

        private History(Random random) {
            this.random = random;
            double seconds = random.nextBoolean() ? 5 + random.nextDouble() * 120 : 120 + random.nextDouble() * 2_000;
            this.deadline = (long) (seconds * SECOND);
            this.options = new PreparationOptions(
                    true,
                    Deadline.after(Duration.ofNanos(deadline), time::nanoTime),
                    Duration.ofSeconds(List.of(1, 5, 20, 60).get(random.nextInt(4))),
                    random.nextInt(3),
                    1 + random.nextInt(3));
            this.balena = new RandomBalena(time, random, seconds);
            this.known = balena.known();
            boolean isStopped = random.nextInt(4) == 0;
            this.stopFrom = isStopped ? (long) (random.nextDouble() * deadline) : Long.MAX_VALUE;
            this.stopTo = isStopped ? stopFrom + (long) (random.nextDouble() * 300 * SECOND) : Long.MAX_VALUE;
            if (isStopped) {
                time.stopAfter(Duration.ofNanos(stopFrom), Duration.ofNanos(stopTo - stopFrom));
            }
        }

        private void run() {
            end = new DeltaPreparation(balena, options, time, random, event -> {}).run(known);
        }

        private void judge() {
            if (balena.mostOpen > options.concurrency()) {
                fail(balena.mostOpen + " requests at once");
            }
            long elapsed = time.passed() / SECOND;
            if (balena.polls > 15 + 1.25 * elapsed) {
                fail(balena.polls + " polls in " + elapsed + " s");
            }
            balena.pairs.forEach(this::judgeState);
            if (end instanceof Preparation.Ready) {
                balena.pairs.forEach(
                        (images, pair) -> require(pair.finishedAt() <= time.passed(), "ready without " + images));
            } else if (end instanceof Preparation.FailedPermanently) {
                judgeFailure();
            } else if (end instanceof Preparation.TimedOut) {
                judgeTimeout();
            } else if (end instanceof Preparation.Stopped refused) {
                boolean isToken = refused.reason() instanceof BalenaException.NotLoggedIn;
                require(isToken ? balena.revokedAt <= time.passed() : balena.refusedPolls >= 10, "stopped: " + refused);
            } else {
                fail("no such ending: " + end);
            }
            if (!(end instanceof Preparation.TimedOut) && time.passed() < stopFrom) {
                require(time.passed() <= deadline + 6 * SECOND, "late");
            }
        }

        /** The reported state of a delta was shown, or is a refusal. */
        private void judgeState(ImagePair images, Pair pair) {
            DeltaState told = end.states().get(images);
            boolean wasShown = told.equals(known.get(images))
                    || pair.sightings.stream()
                            .anyMatch(sighting -> sighting.state().equals(told));
            require(wasShown || (told instanceof DeltaState.Refused && isRefused(pair)), "never shown: " + told);
            boolean wasFinished =
                    pair.sightings.stream().anyMatch(sighting -> sighting.state() instanceof DeltaState.Finished);
            require(
                    !wasFinished || told instanceof DeltaState.Finished || isLastMoment(pair),
                    "forgot the end of " + images);
        }

        /** Whether the last shown state came too late to count. */
        private boolean isLastMoment(Pair pair) {
            return pair.sightings.get(pair.sightings.size() - 1).pollStart() >= time.passed() - SECOND;
        }

        private void judgeFailure() {
            boolean any = false;
            for (var entry : balena.pairs.entrySet()) {
                DeltaState told = end.states().get(entry.getKey());
                if (!(told instanceof DeltaState.Finished)) {
                    any = true;
                    require(
                            told instanceof DeltaState.Refused
                                    ? isRefused(entry.getValue())
                                    : told instanceof DeltaState.Failed && isFailed(entry.getValue()),
                            "no failure: " + told);
                }
            }
            require(any, "a failure of nothing");
        }

        /** The same 4xx at least three times over half a minute, and no other response since. */
        private static boolean isRefused(Pair pair) {
            long last = 0;
            int count = 0;
            int status = 0;
            for (int i = pair.requests.size() - 1; i >= 0; i--) {
                Request request = pair.requests.get(i);
                if (request.result == 1) {
                    continue;
                }
                if (request.result == 0 || (count > 0 && request.result != status)) {
                    break;
                }
                status = request.result;
                last = Math.max(last, request.end);
                count++;
                if (count >= 3 && last - request.end >= SETTLING) {
                    return true;
                }
            }
            return false;
        }

        /** Shown failed by a poll that began half a minute after the last response, with all attempts used. */
        private boolean isFailed(Pair pair) {
            long answered = 0;
            int accepted = 0;
            for (Request request : pair.requests) {
                answered = Math.max(answered, request.end);
                accepted += request.result == 0 ? 1 : 0;
            }
            for (Sighting sighting : pair.sightings) {
                if (sighting.state() instanceof DeltaState.Failed && sighting.pollStart() >= answered + SETTLING) {
                    return accepted > options.retries();
                }
            }
            return false;
        }

        private void judgeTimeout() {
            long now = time.passed();
            require(now >= deadline, "timed out early, at " + now / SECOND);
            require(now <= Math.max(deadline, stopTo < now + SECOND ? stopTo : 0) + 6 * SECOND, "timed out late");
            boolean isStoppedAtTheEnd = stopFrom < deadline && stopTo > deadline - A_LOOK - 2 * SECOND;
            // If the process was suspended past the end, the poll after that counts.
            long seen = isStoppedAtTheEnd ? stopTo : deadline - A_LOOK;
            boolean isSureToLook = !isStoppedAtTheEnd || (stopFrom < deadline - 12 * SECOND && stopTo > deadline);
            boolean isVisible = balena.pairs.values().stream().allMatch(pair -> pair.finishedAt() <= seen - balena.lag);
            boolean isHealthy = balena.apiFaults.stream()
                    .allMatch(fault -> fault.to() * SECOND <= seen || fault.from() * SECOND > now);
            boolean isValid = balena.revokedAt > now;
            require(!(isSureToLook && isVisible && isHealthy && isValid), "it was ready");
            boolean hadTime = balena.isCalm && deadline > 1_500 * SECOND && stopFrom > deadline;
            require(!(hadTime && balena.revokedAt < deadline - 500 * SECOND), "the revoked token was not found out");
            require(!(hadTime && isValid && balena.allBuildsFail), "it had failed");
        }

        private static void require(boolean rule, String otherwise) {
            if (!rule) {
                fail(otherwise);
            }
        }
    }
}

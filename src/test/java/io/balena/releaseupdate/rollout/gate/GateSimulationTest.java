package io.balena.releaseupdate.rollout.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.rollout.gate.SimulatedRollout.End;
import io.balena.releaseupdate.rollout.gate.SimulatedRollout.Failure;
import io.balena.releaseupdate.rollout.gate.SimulatedRollout.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gate's arithmetic on thousands of random roll-outs; each failure names its seed. */
class GateSimulationTest {

    private static final List<Double> STAGES = List.of(0.01, 0.1, 0.5);

    @ParameterizedTest
    @CsvSource({"10, 4000", "40, 4000", "100, 4000", "300, 4000", "1000, 2000", "1900, 1000", "5000, 300"})
    void devicesThatFailForReasonsOfTheirOwnHardlyEverHaltARolloutAndSeldomPauseIt(int fleet, int runs) {
        long seed = new Random().nextLong();
        List<Result> results = run(GateOptions.DEFAULT, seed, runs, fleet, 0.005, 0, List.of(), 0, 0);

        String numbers = numbers(seed, results);
        assertTrue(count(results, End.HALTED) * 1000 <= runs, numbers);
        assertTrue(count(results, End.PAUSED) * 10 < runs, numbers);
    }

    @ParameterizedTest
    @EnumSource(value = Failure.class, mode = EnumSource.Mode.EXCLUDE, names = "DIES_LATER")
    void aReleaseThatBreaksAFifthOfTheDevicesStopsInTheFirstTwoStages(Failure way) {
        stopsInTheFirstTwoStages(GateOptions.DEFAULT, List.of(way));
    }

    @Test
    void howItBreaksThemMakesNoDifference() {
        stopsInTheFirstTwoStages(
                GateOptions.DEFAULT, List.of(Failure.REJECTS, Failure.NEVER_GETS_IT, Failure.DIES_UPDATING));
    }

    /** balena notices a missing heartbeat after one and a half poll intervals: only a longer soak can see that. */
    @Test
    void aSoakLongerThanAHeartbeatCatchesDevicesThatDieAfterwards() {
        var patient = new GateOptions(
                Duration.ofMinutes(40),
                GateOptions.DEFAULT.deviceTimeout(),
                GateOptions.DEFAULT.minFailed(),
                GateOptions.DEFAULT.maxFailed());
        stopsInTheFirstTwoStages(patient, List.of(Failure.DIES_LATER));
    }

    private static void stopsInTheFirstTwoStages(GateOptions options, List<Failure> ways) {
        long seed = new Random().nextLong();
        List<Result> results = run(options, seed, 500, 1000, 0.005, 0.2, ways, 0, 0);

        long beyond = results.stream().filter(result -> result.passed() > 1).count();
        assertTrue(beyond * 100 < results.size(), beyond + " beyond the second stage; " + numbers(seed, results));
    }

    @ParameterizedTest
    @CsvSource({"0.02, 0", "0.1, 0", "0.3, 0", "0.8, 0", "0.1, 120", "0.3, 120", "0.8, 120", "0.3, 600", "0.8, 600"})
    void anOutageThatHitsAllDevicesAlikeNeverHaltsARollout(double share, double begins) {
        long seed = new Random().nextLong();
        List<Result> results = run(GateOptions.DEFAULT, seed, 500, 1000, 0, 0, List.of(), share, begins);

        assertEquals(0, count(results, End.HALTED), numbers(seed, results));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.8})
    void aLargeOutagePausesARollout(double share) {
        long seed = new Random().nextLong();
        List<Result> results = run(GateOptions.DEFAULT, seed, 200, 1000, 0, 0, List.of(), share, 120);

        assertTrue(count(results, End.PAUSED) > 150, numbers(seed, results));
    }

    private static List<Result> run(
            GateOptions options,
            long seed,
            int runs,
            int fleet,
            double own,
            double release,
            List<Failure> ways,
            double outage,
            double begins) {
        Random random = new Random(seed);
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            results.add(new SimulatedRollout(options, random, fleet, STAGES, own, release, ways, outage, begins).run());
        }
        return results;
    }

    private static long count(List<Result> results, End end) {
        return results.stream().filter(result -> result.end() == end).count();
    }

    private static String numbers(long seed, List<Result> results) {
        return count(results, End.HALTED) + " halted, " + count(results, End.PAUSED) + " paused of " + results.size()
                + ", seed " + seed;
    }
}

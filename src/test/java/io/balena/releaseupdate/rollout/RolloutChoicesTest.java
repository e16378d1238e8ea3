package io.balena.releaseupdate.rollout;

import static io.balena.releaseupdate.rollout.SimulatedDevices.TARGET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.ReleaseState;
import io.balena.releaseupdate.model.ReleaseTags;
import io.balena.releaseupdate.model.RolloutForecast;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.RolloutReport;
import io.balena.releaseupdate.model.RolloutStage;
import io.balena.releaseupdate.rollout.SimulatedDevices.Device;
import io.balena.releaseupdate.rollout.plan.RolloutOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The options of a roll-out: stages by tag, health, where to stop, a forecast. */
class RolloutChoicesTest {

    private static final String HEALTHY = "healthy";
    private static final String COMMIT = SimulatedBalena.name(TARGET).commit();

    private final SimulatedBalena balena = fleet(60);

    private static SimulatedBalena fleet(int size) {
        return new SimulatedBalena(new SimulatedDevices(new Random(1), size, 0));
    }

    private static Chosen chosen(SimulatedBalena balena, String stages) {
        return Chosen.from(balena.options(Duration.ofDays(3))).stages(stages);
    }

    private RolloutOptions options(String stages) {
        return chosen(balena, stages).options();
    }

    // ------------------------------------------------------------------ health

    @Test
    void devicesThatRunTheReleaseAndNeverGetHealthyFail() {
        RolloutOutcome.Halted halted = assertInstanceOf(
                RolloutOutcome.Halted.class,
                balena.run(chosen(balena, "20").healthyTag(HEALTHY).options()));

        assertEquals(20, report(halted).stages().get(0).failed());
        assertEquals(20, running().size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void devicesAreUpdatedOnceTheirTagHoldsTheCommit(boolean isTheCommit) {
        balena.beforeEach = () -> running()
                .forEach(device -> device.tags.put(HEALTHY, isTheCommit ? COMMIT : COMMIT.replace('a', 'b') + "0"));

        RolloutOutcome outcome =
                balena.run(chosen(balena, "20").healthyTag(HEALTHY).options());

        assertEquals(isTheCommit, outcome instanceof RolloutOutcome.Done, outcome::toString);
    }

    /** The app of a device needs a while. */
    @Test
    void healthMayComeLate() {
        List<Duration> passed = new ArrayList<>();
        balena.beforeEach = () -> {
            if (balena.now > Duration.ofMinutes(50).toNanos()) {
                running().forEach(device -> device.tags.put(HEALTHY, COMMIT));
            } else if (balena.log.stream().anyMatch(line -> line.contains("passed"))) {
                passed.add(Duration.ofNanos(balena.now));
            }
        };

        assertInstanceOf(
                RolloutOutcome.Done.class,
                balena.run(chosen(balena, "20").healthyTag(HEALTHY).options()),
                balena.log::toString);
        assertEquals(List.of(), passed);
    }

    private List<Device> running() {
        return balena.devices.all.stream()
                .filter(device -> device.running == TARGET)
                .toList();
    }

    // ------------------------------------------------------------------ tags

    @Test
    void aStageTakesTheDevicesThatHaveItsTagWhenItBegins() {
        Set<Long> canaries = Set.of(3L, 14L, 15L);
        canaries.forEach(id -> balena.devices.device(id).tags.put("canary", "yes"));
        balena.devices.device(26).tags.put("canary", "no");
        Set<Long> pinned = new java.util.HashSet<>();
        balena.beforeEach = () -> {
            Set<Long> now = ours();
            if (!now.isEmpty()) {
                // Too late for this stage.
                balena.devices.device(5).tags.put("canary", "yes");
                balena.devices.device(3).tags.remove("canary");
            }
            pinned.addAll(now);
        };

        RolloutOutcome outcome = balena.run(
                chosen(balena, "tag:canary=yes").untilStage("tag:canary=yes").options());

        assertInstanceOf(RolloutOutcome.StagePassed.class, outcome, balena.log::toString);
        assertEquals(canaries, pinned);
    }

    @Test
    void aTagWithoutValueTakesAny() {
        balena.devices.device(3).tags.put("canary", "yes");
        balena.devices.device(26).tags.put("canary", "");

        balena.run(chosen(balena, "tag:canary,50%").untilStage("tag:canary").options());

        assertEquals(Set.of(3L, 26L), ours());
    }

    @Test
    void aFirstStageWithoutDevicesPauses() {
        assertThrows(BalenaException.RolloutPaused.class, () -> forecast(options("tag:canray,50%")));
        RolloutOutcome.Paused paused =
                assertInstanceOf(RolloutOutcome.Paused.class, balena.run(options("tag:canray")), balena.log::toString);

        assertTrue(paused.reason().contains("stage tag:canray has no device"), paused.reason());
        assertEquals(0, balena.writes, "other stages can follow");
    }

    @Test
    void aLaterStageWithoutDevicesIsSkipped() {
        RolloutOutcome outcome = balena.run(options("10,tag:canray,50%"));

        assertInstanceOf(RolloutOutcome.Done.class, outcome, balena.log::toString);
        assertEquals(RolloutStage.State.SKIPPED, report(outcome).stages().get(1).state());
    }

    private Set<Long> ours() {
        return balena.devices.all.stream()
                .filter(device -> device.isOurs && device.pin != null)
                .map(device -> device.id)
                .collect(Collectors.toSet());
    }

    // ------------------------------------------------------------------ where to stop

    @Test
    void stopsAfterAStageAndGoesOnFromThere() {
        RolloutOutcome stopped =
                balena.run(chosen(balena, "10,50%").untilStage("10").options());

        assertInstanceOf(RolloutOutcome.StagePassed.class, stopped, balena.log::toString);
        assertEquals(10, ours().size());
        int writes = balena.writes;
        assertInstanceOf(
                RolloutOutcome.StagePassed.class,
                balena.run(chosen(balena, "10,50%").untilStage("10").options()));
        assertEquals(writes, balena.writes);
        assertInstanceOf(
                RolloutOutcome.StagePassed.class,
                balena.run(chosen(balena, "10,50%").untilStage("50%").options()));
        assertEquals(30, ours().size());
        assertInstanceOf(RolloutOutcome.Done.class, balena.run(options("10,50%")));
    }

    @Test
    void aStageThatDoesNotExistIsRefusedBeforeAnythingIsWritten() {
        RolloutOptions unknown = Chosen.from(balena.options(Duration.ofDays(3)))
                .untilStage("11%")
                .options();

        RolloutOutcome.Stopped stopped = assertInstanceOf(RolloutOutcome.Stopped.class, balena.run(unknown));

        assertEquals(
                "No stage is called '11%'. There are 1%, 10%, 50%, fleet.",
                stopped.reason().getMessage());
        assertEquals(0, balena.writes);
        assertThrows(BalenaException.Usage.class, () -> forecast(unknown));
    }

    // ------------------------------------------------------------------ forecasts

    /** A forecast matches what happens then. */
    @Test
    void aForecastComesTrue() throws Exception {
        SimulatedBalena odd = new SimulatedBalena(new SimulatedDevices(new Random(7), 200, 0).withOddOnes());
        RolloutForecast forecast = forecast(odd, chosen(odd, "5,20%,50%").options());
        assertEquals(0, odd.writes);

        List<Long> added = new ArrayList<>();
        for (String stage : List.of("5", "20%", "50%")) {
            long before = added.stream().mapToLong(Long::longValue).sum();
            assertInstanceOf(
                    RolloutOutcome.StagePassed.class,
                    odd.run(chosen(odd, "5,20%,50%").untilStage(stage).options()));
            added.add(odd.devices.all.stream()
                            .filter(device -> device.isOurs && device.pin != null)
                            .count()
                    - before);
        }
        assertEquals(
                List.of("5", "20%", "50%", "fleet"),
                forecast.stages().stream().map(RolloutForecast.Stage::name).toList());
        assertEquals(
                added,
                forecast.stages().stream()
                        .limit(3)
                        .map(RolloutForecast.Stage::devices)
                        .toList());
        long following = odd.devices.all.stream().filter(Device::isFollowing).count();
        assertEquals(following, forecast.stages().get(3).devices());
        assertEquals(
                List.of(1L, 0L, 0L, 0L),
                forecast.stages().stream().map(RolloutForecast.Stage::deltas).toList());
        assertEquals(1, odd.built.size());
    }

    @Test
    void aForecastEndsWhereTheRunWould() throws Exception {
        RolloutForecast forecast =
                forecast(chosen(balena, "10,50%").untilStage("10").options());

        assertEquals(
                List.of("10"),
                forecast.stages().stream().map(RolloutForecast.Stage::name).toList());
        assertTrue(
                forecast.report().next().endsWith("It would stop after stage 10."),
                forecast.report().next());
        balena.run(chosen(balena, "10,50%").untilStage("10").options());
        RolloutForecast later =
                forecast(chosen(balena, "10,50%").untilStage("10").options());
        assertEquals(List.of(), later.stages());
    }

    @Test
    void aForecastNamesTheStagesThatItSkips() throws Exception {
        String next = forecast(options("10,tag:canray,50%")).report().next();

        assertTrue(next.endsWith("It would skip stage tag:canray, which would add no device."), next);
    }

    @Test
    void noForecastPinsTheFleetToADraft() throws Exception {
        balena.release = new ReleaseState(ReleaseState.SUCCESS, false, false);

        RolloutForecast forecast = forecast(chosen(balena, "10").allowDraft().options());

        assertEquals(
                List.of("10"),
                forecast.stages().stream().map(RolloutForecast.Stage::name).toList());
        assertTrue(
                forecast.report().next().contains("never pinned to a draft"),
                forecast.report().next());
        BalenaException.NotFound refusal = assertThrows(BalenaException.NotFound.class, () -> forecast(options("10")));
        assertEquals(Optional.of(BalenaException.Remedy.STAGED_DRAFT), refusal.remedy());
    }

    private RolloutForecast forecast(RolloutOptions options) throws InterruptedException {
        return forecast(balena, options);
    }

    private static RolloutForecast forecast(SimulatedBalena balena, RolloutOptions options)
            throws InterruptedException {
        return new Rollouts(balena, () -> balena).forecast(SimulatedBalena.REFERENCE, SimulatedBalena.TO, options);
    }

    // ------------------------------------------------------------------ polls

    @ParameterizedTest
    @ValueSource(longs = {20, 2})
    void pollsEveryTwentySecondsAtFirstAndEveryMinuteLater(long pollInterval) {
        List<Duration> looks = new ArrayList<>();
        SimulatedBalena watched = new SimulatedBalena(new SimulatedDevices(new Random(1), 60, 0)) {
            @Override
            public ReleaseTags releaseTags(long id, String prefix, Deadline deadline) {
                looks.add(Duration.ofNanos(now));
                return super.releaseTags(id, prefix, deadline);
            }
        };
        watched.devices.slowest = 1_500;
        watched.run(chosen(watched, "20")
                .untilStage("20")
                .pollInterval(Duration.ofSeconds(pollInterval))
                .options());

        List<Long> pauses = Stream.iterate(1, i -> i < looks.size(), i -> i + 1)
                .map(i -> looks.get(i).minus(looks.get(i - 1)).toSeconds())
                .filter(seconds -> seconds > 0)
                .toList();
        assertTrue(pauses.size() > 10, pauses::toString);
        // The second read at the beginning and the deltas come first.
        assertEquals(Math.min(20, pollInterval), pauses.get(2), pauses::toString);
        assertFalse(pauses.stream().anyMatch(pause -> pause > 61), pauses::toString);
        assertEquals(pollInterval < 20 ? pollInterval : 60, pauses.get(10), pauses::toString);
    }

    private static RolloutReport report(RolloutOutcome outcome) {
        return outcome.report().orElseThrow();
    }
}

package io.balena.releaseupdate.cli.rollout;

import static io.balena.releaseupdate.cli.rollout.RolloutWorld.FLEET;
import static io.balena.releaseupdate.cli.rollout.RolloutWorld.ORIGIN;
import static io.balena.releaseupdate.cli.rollout.RolloutWorld.OTHER;
import static io.balena.releaseupdate.cli.rollout.RolloutWorld.TARGET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.balena.releaseupdate.cli.golden.RecordedCase;
import io.balena.releaseupdate.cli.harness.CommandUnderTest;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.sandbox.SandboxRequest;
import io.balena.releaseupdate.sandbox.World;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The roll-out command as a user runs it; {@code RolloutCommandIT} runs the same on the executable. */
abstract class RolloutCommandCases {

    private final CommandUnderTest command = CommandUnderTest.hurried();
    private final RolloutWorld fleet = new RolloutWorld(12);

    @Test
    void bringsAReleaseToTheFleetInStages() {
        Map<Long, Long> pins = fleet.pins();
        try (TestSandbox sandbox = fleet.start()) {
            Ended ended = run(sandbox, "--stages", "1,50%");

            JsonNode document = succeeded(ended);
            assertEquals("done", document.path("outcome").asText());
            assertEquals(List.of("1", "50%", "fleet"), document.path("stages").findValuesAsText("name"));
            assertEquals(
                    List.of("passed", "passed", "passed"),
                    document.path("stages").findValuesAsText("status"));
            assertEquals(
                    TARGET, document.at("/fleet/should_be_running__release/id").asLong());
            assertEquals(ORIGIN, document.at("/originates_from__release/id").asLong());
            assertEquals(12, document.path("device_count_following").asLong());
            assertEquals(0, document.path("device_count_pinned").asLong());
            assertEquals(1, document.path("device_count_keeping_pin").asLong());
            assertTrue(ended.stderr().contains("\nDone: every stage passed"), ended::stderr);
            assertEquals(OptionalLong.of(TARGET), sandbox.sandbox.world().pinnedRelease(FLEET));
            assertEquals(pins, fleet.pins());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "table", "markdown"})
    void printsEachFormat(String format) {
        try (TestSandbox sandbox = fleet.start()) {
            Ended ended = run(sandbox, "--stages", "1", "--until-stage", "1", "-o", format);

            assertEquals(0, ended.exitCode(), ended::stderr);
            String expected =
                    switch (format) {
                        case "json" -> "\"outcome\": \"stage_passed\"";
                        case "table" -> "\n1      passed         1 ";
                        default -> "From release 1.0.0 (`aaaaaaa`) to 2.0.0 (`bbbbbbb`): **stage passed**\n";
                    };
            assertTrue(ended.stdout().contains(expected), ended::stdout);
            assertEquals(
                    format.equals("json"),
                    ended.stderr().contains("Passed in stage 1, and --until-stage ends this run there."),
                    ended::stderr);
        }
    }

    @Test
    void printsALineForEachChange() {
        try (TestSandbox sandbox = fleet.start()) {
            List<String> lines = run(sandbox, "--stages", "1", "--until-stage", "1", "--progress", "plain")
                    .messages();

            assertEquals(
                    "rolling out 2.0.0 (bbbbbbb) for acme/kiosk, from 1.0.0 (aaaaaaa), in stages: 1, fleet",
                    lines.get(0));
            assertTrue(lines.stream().anyMatch(line -> line.startsWith("main: ready, ")), lines::toString);
            assertTrue(lines.contains("Stage 1 began: it adds 1 device."), lines::toString);
            assertTrue(lines.contains("Stage 1 passed."), lines::toString);
            assertTrue(lines.stream().anyMatch(line -> line.startsWith("stage 1: passed, 1 device")), lines::toString);
            assertTrue(lines.stream().anyMatch(line -> line.startsWith("stage passed after ")), lines::toString);
        }
    }

    @Test
    void printsAnObjectForEachChange() {
        try (TestSandbox sandbox = fleet.start()) {
            Ended ended = run(sandbox, "--stages", "1", "--until-stage", "1", "--progress", "json");

            List<JsonNode> events = ended.messages().stream()
                    .filter(line -> line.startsWith("{"))
                    .map(RecordedCase::parseJson)
                    .toList();
            Set<String> names = new LinkedHashSet<>();
            events.forEach(event -> names.add(event.path("event").asText()));
            assertEquals(Set.of("started", "stage", "written", "preparing", "asked", "changed", "finished"), names);
            assertEquals("started", events.get(0).path("event").asText());
            events.stream()
                    .filter(event -> event.has("most_attempts"))
                    .forEach(
                            event -> assertEquals(3, event.path("most_attempts").asInt(), event::toString));
            JsonNode last = events.get(events.size() - 1);
            assertEquals("finished", last.path("event").asText());
            assertEquals("stage_passed", last.path("outcome").asText());
            assertEquals(1, last.path("device_count_pinned").asLong());
        }
    }

    @Test
    void quietPrintsTheDocumentAlone() {
        try (TestSandbox sandbox = fleet.start()) {
            assertEquals(
                    "",
                    run(sandbox, "--stages", "1", "--until-stage", "1", "--quiet")
                            .stderr());
        }
    }

    @Test
    void aDryRunChangesNothing() {
        Map<Long, Long> pins = fleet.pins();
        try (TestSandbox sandbox = fleet.start()) {
            JsonNode document = succeeded(run(sandbox, "--dry-run", "--stages", "1,50%"));

            assertEquals(List.of("1", "50%", "fleet"), document.path("forecast").findValuesAsText("name"));
            assertEquals(List.of(1L, 5L, 6L), numbers(document.path("forecast"), "device_count"));
            assertEquals(List.of(1L, 0L, 0L), numbers(document.path("forecast"), "delta_count"));
            assertEquals(List.of(), writes(sandbox));
            assertEquals(pins, fleet.pins());
            assertEquals(List.of(), fleet.world().ids("release_tag"));
        }
    }

    private static List<Long> numbers(JsonNode array, String key) {
        List<Long> numbers = new ArrayList<>();
        array.forEach(element -> numbers.add(element.path(key).asLong()));
        return numbers;
    }

    @Test
    void stopsAfterAStageAndContinues() {
        try (TestSandbox sandbox = fleet.start()) {
            JsonNode first = succeeded(run(sandbox, "--stages", "1,50%", "--until-stage", "1"));
            assertEquals("stage_passed", first.path("outcome").asText());
            assertEquals(
                    List.of("passed", "planned", "planned"),
                    first.path("stages").findValuesAsText("status"));
            assertEquals(2, fleet.pinnedToTarget());
            assertEquals(OptionalLong.of(ORIGIN), sandbox.sandbox.world().pinnedRelease(FLEET));

            sandbox.sandbox.clearRequests();
            succeeded(run(sandbox, "--until-stage", "1"));
            assertEquals(List.of(), writes(sandbox));

            assertEquals(2, run(sandbox, "--until-stage", "7%").exitCode());
            assertEquals(
                    "done",
                    succeeded(run(sandbox, "--until-stage", "fleet"))
                            .path("outcome")
                            .asText());
            assertEquals(1, fleet.pinnedToTarget());
        }
    }

    @Test
    void haltsIfDevicesRejectTheReleaseAndIsTakenBack() {
        Map<Long, Long> pins = fleet.pins();
        try (TestSandbox sandbox = fleet.start("device=reject")) {
            Ended halted = run(sandbox, "--stages", "3");

            assertEquals(10, halted.exitCode(), halted::stderr);
            JsonNode document = RecordedCase.parseJson(halted.stdout());
            assertEquals("halted", document.path("outcome").asText());
            assertEquals("failed", document.at("/stages/0/status").asText());
            assertEquals(3, document.path("device_count_pinned").asLong());
            assertTrue(halted.stderr().contains("\nERROR: Halted in stage 3: "), halted::stderr);
            assertTrue(halted.stderr().contains("Now 3 devices are pinned to 2.0.0 (bbbbbbb)"), halted::stderr);
            assertTrue(halted.stderr().contains("\nNothing was taken back: --undo does that"), halted::stderr);
            assertEquals(4, fleet.pinnedToTarget());

            sandbox.sandbox.clearRequests();
            assertEquals(10, run(sandbox).exitCode());
            assertEquals(List.of(), writes(sandbox));

            Ended undone = run(sandbox, "--undo");
            assertEquals("undone", succeeded(undone).path("outcome").asText());
            assertTrue(undone.stderr().contains("\nTaken back: "), undone::stderr);
            assertEquals(pins, fleet.pins());
            assertEquals(OptionalLong.of(ORIGIN), sandbox.sandbox.world().pinnedRelease(FLEET));
        }
    }

    @Test
    void pausesIfAStageProvesNothing() {
        try (TestSandbox sandbox = fleet.start("device=reject")) {
            Ended paused = run(sandbox, "--stages", "1", "--device-timeout", "25m");

            assertEquals(11, paused.exitCode(), paused::stderr);
            JsonNode document = RecordedCase.parseJson(paused.stdout());
            assertEquals("paused", document.path("outcome").asText());
            assertEquals("inconclusive", document.at("/stages/0/status").asText());
            assertTrue(paused.stderr().contains("\nERROR: Paused in stage 1: "), paused::stderr);
            assertTrue(paused.stderr().contains("--undo takes it back"), paused::stderr);
        }
    }

    @Test
    void aFleetThatSomebodyElsePinsIsLeftAlone() {
        try (TestSandbox sandbox = fleet.start()) {
            succeeded(run(sandbox, "--stages", "1", "--until-stage", "1"));
            sandbox.sandbox.world().pin(FLEET, OTHER);
            sandbox.sandbox.clearRequests();

            Ended ended = run(sandbox);

            assertEquals(9, ended.exitCode(), ended::stderr);
            assertEquals(
                    "superseded",
                    RecordedCase.parseJson(ended.stdout()).path("outcome").asText());
            assertTrue(ended.stderr().contains("3.0.0 (ccccccc)"), ended::stderr);
            assertEquals(List.of(), writes(sandbox));
            assertEquals(2, fleet.pinnedToTarget());
        }
    }

    @Test
    void aFleetThatTracksTheLatestReleaseIsRefused() {
        fleet.world().set("application", FLEET, "should_track_latest_release", true);
        try (TestSandbox sandbox = fleet.start()) {
            for (String option : List.of("--quiet", "--dry-run")) {
                Ended ended = run(sandbox, option);
                assertEquals(9, ended.exitCode(), ended::stderr);
                assertTrue(ended.stderr().contains("tracks its latest release"), ended::stderr);
            }
            assertEquals(List.of(), writes(sandbox));
        }
    }

    @Test
    void aTimeLimitEndsARunAndTheSameCommandContinues() {
        try (TestSandbox sandbox = fleet.start()) {
            Ended look = run(sandbox, "--stages", "1", "--timeout", "0");
            assertEquals(124, look.exitCode(), look::stderr);
            assertEquals(
                    "timed_out",
                    RecordedCase.parseJson(look.stdout()).path("outcome").asText());
            assertEquals(List.of(), writes(sandbox));

            Ended first = run(sandbox, "--stages", "1", "--soak", "1d", "--timeout", "3");
            assertEquals(124, first.exitCode(), first::stderr);
            assertTrue(
                    first.stderr().contains("ERROR: Timed out after 3 s in stage 1. Now 1 device is"), first::stderr);
            assertTrue(
                    first.stderr().contains("\nThe same command continues, from any machine; --undo takes it back."),
                    first::stderr);
            assertEquals(2, fleet.pinnedToTarget());

            assertEquals("done", succeeded(run(sandbox)).path("outcome").asText());
        }
    }

    @Test
    void aDraftGetsAsFarAsTheFleetIfItMay() {
        fleet.world().set("release", TARGET, "is_final", false);
        try (TestSandbox sandbox = fleet.start()) {
            assertEquals(5, run(sandbox, "--stages", "1").exitCode());
            assertEquals(5, run(sandbox, "--stages", "1", "--dry-run").exitCode());
            assertEquals(List.of(), writes(sandbox));

            Ended ended = run(sandbox, "--stages", "1", "--allow-draft");
            assertEquals(5, ended.exitCode(), ended::stderr);
            assertTrue(ended.stderr().contains("balena release finalize"), ended::stderr);
            assertEquals(
                    "passed",
                    RecordedCase.parseJson(ended.stdout())
                            .at("/stages/0/status")
                            .asText());
            assertEquals(2, fleet.pinnedToTarget());
            assertEquals(OptionalLong.of(ORIGIN), sandbox.sandbox.world().pinnedRelease(FLEET));
        }
    }

    @Test
    void theStagesStayThoseThatItBeganWith() {
        try (TestSandbox sandbox = fleet.start()) {
            succeeded(run(sandbox, "--stages", "1,50%", "--until-stage", "1"));

            Ended ended = run(sandbox, "--stages", "1,60%");

            assertEquals(2, ended.exitCode(), ended::stderr);
            assertTrue(ended.stderr().contains("began with the stages 1,50%"), ended::stderr);
        }
    }

    @Test
    void aDeviceTimeoutThatDevicesCannotMeetIsRefused() {
        try (TestSandbox sandbox = fleet.start()) {
            Ended ended = run(sandbox, "--device-timeout", "600");

            assertEquals(2, ended.exitCode(), ended::stderr);
            assertTrue(ended.stderr().contains("Allow at least 1470 s"), ended::stderr);
            assertEquals(List.of(), writes(sandbox));
        }
    }

    @Test
    void waysBackAreBuiltFirst() {
        try (TestSandbox sandbox = fleet.start()) {
            succeeded(run(sandbox, "--stages", "1", "--until-stage", "1", "--prepare-undo"));

            List<String> order = sandbox.requests().stream()
                    .filter(request -> request.path().equals("/api/v3/delta")
                            || request.method().equals("PATCH"))
                    .map(request -> request.path().equals("/api/v3/delta")
                            ? request.uri().replaceFirst(".*\\?", "")
                            : request.path())
                    .distinct()
                    .toList();
            assertEquals(List.of("src=1100&dest=1000", "src=1000&dest=1100", "/v7/device"), order);
        }
    }

    @Test
    void aDeltaTakesEachDeviceBack() {
        try (TestSandbox sandbox = fleet.start()) {
            Map<Long, Long> before = fleet.pins();
            succeeded(run(sandbox, "--stages", "50%", "--until-stage", "50%", "--prepare-undo"));
            List<Long> moved = fleet.pins().entrySet().stream()
                    .filter(pin -> !pin.getValue().equals(before.get(pin.getKey())))
                    .map(Map.Entry::getKey)
                    .toList();
            long updated = moved.stream()
                    .filter(device -> TARGET == running(sandbox, device))
                    .count();
            long deltas = sandbox.requests("/api/v3/delta");

            assertEquals(0, run(sandbox, "--undo").exitCode());
            Ended followed = command.run(sandbox.arguments("status", "acme/kiosk", "--wait", "--poll-interval", "1"));

            assertEquals(0, followed.exitCode(), followed::stderr);
            assertEquals(6, moved.size());
            assertEquals(2, deltas, "one there, one back");
            assertEquals(deltas, sandbox.requests("/api/v3/delta"), "nothing is left to build");
            long there = size(sandbox, ORIGIN, TARGET);
            long back = size(sandbox, TARGET, ORIGIN);
            long whole = moved.stream()
                    .filter(device -> sandbox.sandbox.devices().downloaded(device) == there + back)
                    .count();
            assertTrue(
                    whole >= updated,
                    () -> updated + " devices were there, "
                            + moved.stream()
                                    .map(device -> sandbox.sandbox.devices().downloaded(device))
                                    .toList());
            for (long device : moved) {
                assertTrue(sandbox.sandbox.devices().downloaded(device) <= there + back);
            }
        }
    }

    private static long running(TestSandbox sandbox, long device) {
        Long release = (Long) sandbox.sandbox.world().get("device", device, "is_running__release");
        return release == null ? 0 : release;
    }

    /** Of the only delta from one release to the other. */
    private static long size(TestSandbox sandbox, long from, long to) {
        World world = sandbox.sandbox.world();
        return world.ids("delta").stream()
                .filter(delta ->
                        world.get("delta", delta, "originates_from__image").equals(from * 100)
                                && world.get("delta", delta, "produces__image").equals(to * 100))
                .mapToLong(delta -> (Long) world.get("delta", delta, "size"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nothingIsTakenBackIfNothingBegan() {
        try (TestSandbox sandbox = fleet.start()) {
            Ended ended = run(sandbox, "--undo");

            assertEquals(5, ended.exitCode(), ended::stderr);
            assertTrue(ended.stderr().contains("There is no roll-out of release 2.0.0"), ended::stderr);
            assertFalse(ended.stderr().contains("rolling out"), ended::stderr);
            assertEquals("", ended.stdout());
            assertEquals(List.of(), writes(sandbox));
        }
    }

    @Test
    void aReleaseThatDoesNotExistIsRefused() {
        try (TestSandbox sandbox = fleet.start()) {
            Ended ended = command.run(sandbox.arguments("rollout", "acme/kiosk", "--to-release", "9.9.9"));

            assertEquals(5, ended.exitCode(), ended::stderr);
            assertEquals("", ended.stdout());
            assertFalse(ended.stderr().contains("Exception"), ended::stderr);
        }
    }

    private Ended run(TestSandbox sandbox, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("rollout", "acme/kiosk", "--to-release", "2.0.0", "--poll-interval", "1"));
        arguments.addAll(List.of(options));
        return command.run(sandbox.arguments(arguments.toArray(String[]::new)));
    }

    private static JsonNode succeeded(Ended ended) {
        assertEquals(0, ended.exitCode(), ended::stderr);
        return RecordedCase.parseJson(ended.stdout());
    }

    private static List<String> writes(TestSandbox sandbox) {
        return sandbox.requests().stream()
                .filter(request -> !request.method().equals("GET"))
                .map(SandboxRequest::toString)
                .toList();
    }
}

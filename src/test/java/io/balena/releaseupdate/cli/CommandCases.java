package io.balena.releaseupdate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.balena.releaseupdate.cli.completion.CompletionModel;
import io.balena.releaseupdate.cli.completion.Shell;
import io.balena.releaseupdate.cli.golden.RecordedCase;
import io.balena.releaseupdate.cli.harness.CommandUnderTest;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.Resources;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.balena.releaseupdate.sandbox.World;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as a user runs them; {@code CommandIT} runs the same on what is shipped. */
abstract class CommandCases {

    private final CommandUnderTest command = CommandUnderTest.hurried();

    /** In fleet sandbox/shop: db and main change, worker is new, proxy goes. */
    private static final String[] SHOP = {"--from-release", "1900102", "--to-release", "1900106"};

    @Test
    void describesTheReadmesReleases() {
        Ended result = command.run("--sandbox", "--wait", "--from-release", "900813", "--to-release", "900835");
        assertEquals(0, result.exitCode(), result::stderr);
        assertEquals(Resources.text("/readme.json"), result.stdout());
    }

    @Test
    void takesTwoRequests() {
        try (TestSandbox sandbox = TestSandbox.start()) {
            Ended result = command.run(sandbox.arguments(SHOP));
            assertEquals(0, result.exitCode(), result::stderr);
            assertEquals(
                    List.of("/v7/release", "/v7/delta"),
                    sandbox.requests().stream().map(request -> request.path()).toList());
            sandbox.requests().forEach(request -> {
                assertEquals(
                        "Bearer " + sandbox.sandbox.token(), request.headers().get("authorization"));
                assertTrue(request.headers().get("x-balena-client").startsWith("balena-release-update/"));
                assertTrue(request.headers().get("user-agent").startsWith("balena-release-update/"));
                assertFalse(request.uri().contains("build_log"));
            });
        }
    }

    @Test
    void describesAddedRemovedUnchangedAndUpdatedServices() {
        Ended result = command.run(sandbox("--from-release", "1900104", "--to-release", "1900106"));
        JsonNode document = RecordedCase.parseJson(result.stdout());
        assertEquals("db main worker", names(document.path("is_produced_by__service_update")));
        assertEquals("ready", service(document, "db").path("status").asText(), "unchanged");
        assertEquals("pending", service(document, "main").path("status").asText(), "updated");
        assertEquals("proxy", names(document.path("removes__service")));
        assertFalse(document.has("estimated_total_payload_size"));
    }

    @Test
    void findsVersionsWithinAFleet() {
        Ended result = command.run(
                sandbox("--fleet", "sandbox/shop", "--from-release", "1.0.0", "--to-release", "1.1.1+rev2"));
        assertEquals(0, result.exitCode(), result::stderr);
        JsonNode document = RecordedCase.parseJson(result.stdout());
        assertEquals(
                1900101, document.path("originates_from__release").path("id").asLong());
        assertEquals(1900103, document.path("produces__release").path("id").asLong());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "1 | 1900101 | Release not found: 1.",
                "8e323b4b0196 | 1900101 | ambiguous: '8e323b4b0196' fits 1900104 of sandbox/shop, 1910025 of sandbox/big",
                "1900101 | 900813 | must be from the same fleet",
                "1900101 | 1900105 | Release 1900105 can't be downloaded: its status is 'failed'",
            })
    void saysWhichReleaseCantBeUsed(String from, String to, String message) {
        Ended result = command.run(sandbox("--from-release", from, "--to-release", to));
        assertEquals(5, result.exitCode(), result::stderr);
        assertTrue(result.stderr().contains(message), result::stderr);
        assertEquals("", result.stdout());
    }

    @Test
    void progressSaysHowOftenADeltaIsRequestedAtMost() {
        Ended result = command.run(sandbox(
                "--from-release",
                "1900102",
                "--to-release",
                "1900106",
                "--wait",
                "--build-time",
                "0",
                "--retries",
                "4",
                "--progress",
                "json"));
        assertEquals(0, result.exitCode(), result::stderr);
        List<JsonNode> requested = result.messages().stream()
                .map(RecordedCase::parseJson)
                .filter(event -> event.path("event").asText().equals("asked"))
                .toList();
        assertEquals(2, requested.size(), result::stderr);
        requested.forEach(event -> assertEquals(5, event.path("most_attempts").asInt(), event::toString));
    }

    @Test
    void aFleetMakesAnAmbiguousCommitUnique() {
        Ended result = command.run(
                sandbox("--fleet", "sandbox/shop", "--from-release", "8e323b4b0196", "--to-release", "2.0.0"));
        assertEquals(0, result.exitCode(), result::stderr);
        JsonNode document = RecordedCase.parseJson(result.stdout());
        assertEquals(
                1900104, document.path("originates_from__release").path("id").asLong());
    }

    @Test
    void tellsAMissingFleetFromAMissingRelease() {
        Ended result =
                command.run(sandbox("--fleet", "sandbox/none", "--from-release", "1.0.0", "--to-release", "2.0.0"));
        assertEquals(5, result.exitCode());
        assertTrue(result.stderr().contains("Fleet not found: sandbox/none"), result::stderr);
    }

    @ParameterizedTest
    @MethodSource
    void refusesBadArgumentsBeforeAnythingIsSent(List<String> arguments) {
        try (TestSandbox sandbox = TestSandbox.start()) {
            Ended result = command.run(sandbox.arguments(arguments.toArray(String[]::new)));
            assertEquals(2, result.exitCode(), result::stderr);
            assertTrue(result.messages().get(0).startsWith("ERROR: "), result::stderr);
            assertTrue(result.messages().size() <= 3, "a line or two: " + result.stderr());
            assertEquals("", result.stdout());
            assertEquals(List.of(), sandbox.requests());
        }
    }

    static Stream<List<String>> refusesBadArgumentsBeforeAnythingIsSent() {
        return Stream.of(
                List.of(),
                List.of("--from-release", "1"),
                List.of("--from-release", "1", "--to-release"),
                List.of("--from-release", "abc' or true eq true", "--to-release", "2"),
                List.of("--from-release", "1", "--to-release", "2147483648"),
                List.of("--from-release", "1", "--to-release", "18446744073709551617"),
                List.of("--from-release", "1", "--to-release", "a".repeat(5000)),
                List.of("--from-release", "1", "--to-release", "１２３４５６"),
                List.of("--from-release", "1.0.0", "--to-release", "2"),
                List.of("--from-release", "1", "--to-release", "2", "--fleet", "kiosk"),
                List.of("--from-release", "1", "--to-release", "2", "--timeout", "1.5"),
                List.of("--from-release", "1", "--to-release", "2", "--timeout", "-1"),
                List.of("--from-release", "1", "--to-release", "2", "--concurrency", "0"),
                List.of("--from-release", "1", "--to-release", "2", "--poll-interval", "0"),
                List.of("--from-release", "1", "--to-release", "2", "--foo"),
                List.of("--from-release", "1", "--to-release", "2", "extra"),
                List.of("--from-release", "1", "--to-release", "2", "--output", "yaml"),
                List.of("--from-release", "1", "--to-release", "2", "--fault", "any=500"),
                List.of("--from-release", "1", "--to-release", "2", "--build-time", "1"),
                List.of("--from-release", "1", "--to-release", "2", "--device-speed", "60"),
                List.of("--from-release", "1", "--to-release", "2", "--sandbox", "--device-speed", "0"),
                List.of("--from-release", "1", "--to-release", "2", "--sandbox", "--device-speed", "fast"),
                List.of("--from-release", "1", "--to-release", "2", "--sandbox", "--device-speed", "1000001"),
                List.of("--from-release", "1", "--to-release", "2", "--api-url", "http://example.org"),
                List.of("--from-release", "1", "--to-release", "2", "--delta-url", "https://user@example.org"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--sandbox | both a source and a target release: --from-release R --to-release R; for a whole fleet: fleet",
                "--from-release 1 | the release that devices will run, too: --to-release R",
                "--to-release 1 | the release that devices run, too: --from-release R",
                "--from-release 1 --to-release 2 --timeout 1.5 | '1.5' is not a whole number of seconds",
                "--from-release 1 --to-release 2 --poll-interval 10x | '10x' is not a whole number of seconds, nor a time like 30m or 2h",
                "--from-release 1 --to-release 2 --retries two | 'two' is not a whole number",
                "--from-release v2.0.0 --to-release 2 | Versions have no letter before them: 2.0.0.",
                "900813 900835 | Unexpected argument: 900813. Releases follow --to-release",
                "fleet sandbox/shop --pin 2.0.0 | Unexpected argument: 2.0.0. Releases follow --to-release",
                "--sandbox --from-release 1 --to-release 2 --fault repin=someone/5 | the sandbox has no release 5.",
                "--sandbox --from-release 1 --to-release 2 --fault build/nobody=fail | the sandbox has no service nobody.",
                "--from-release 1 --to-release 2 --api-url localhost:80 | must start with https://",
                "--from-release 1 --to-release 2 --api-url 127.0.0.1:80 | is not a URL like https://api.",
            })
    void saysWhatIsWrong(String arguments, String message) {
        Ended result = command.run(arguments.split(" "));
        assertEquals(2, result.exitCode());
        assertTrue(result.messages().get(0).contains(message), result::stderr);
    }

    @Test
    void advisesNoOptionThatACommandLacks() {
        Ended result = command.run("sandbox", "900813");
        assertEquals(2, result.exitCode());
        assertEquals("ERROR: Unexpected argument: 900813", result.messages().get(0));
    }

    @Test
    void suggestsWhatWasMeant() {
        Ended result = command.run("--from-relase", "1");
        assertEquals(2, result.exitCode());
        assertTrue(result.stderr().contains("--from-release"), result::stderr);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "--foo --help", "--timeout x --help", "--version --help"})
    void helpWinsOverEverything(String arguments) {
        Ended result = command.run(arguments.split(" "));
        assertEquals(0, result.exitCode(), result::stderr);
        assertTrue(result.stdout().contains("124   timeout"), result::stdout);
        assertTrue(result.stdout().contains("Examples:"), result::stdout);
        assertEquals(List.of(), result.messages());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-v", "--foo -v", "sandbox -v", "sandbox --port 0 --version", "completion -v"})
    void printsTheVersionAlone(String arguments) {
        Ended result = command.run(arguments.split(" "));
        assertEquals(0, result.exitCode());
        assertTrue(result.stdout().matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n"), result::stdout);
    }

    @Test
    void aPortThatIsTakenIsTheUsersToChange() {
        try (TestSandbox sandbox = TestSandbox.start()) {
            int port = sandbox.sandbox.url().getPort();
            Ended result = command.run("sandbox", "--port", Integer.toString(port));
            assertEquals(2, result.exitCode());
            assertEquals(
                    "ERROR: Can't start the sandbox: port " + port + " is in use; choose another, or 0 for any.",
                    result.messages().get(0));
        }
    }

    @Test
    void lastOneOfARepeatedOptionWins() {
        Ended result = command.run(sandbox("--from-release=1", "--from-release=900813", "--to-release=900835"));
        assertEquals(0, result.exitCode(), result::stderr);
        assertEquals(List.of(), result.messages());
    }

    @ParameterizedTest
    @CsvSource({
        "html, Down for maintenance",
        "empty, an empty body",
        "object, without a 'd' property",
        "garbage, JSON that ends too early",
        "wrong-type, unexpected JSON",
        "redirect, HTTP 302",
        "400, HTTP 400",
        "404, HTTP 404",
    })
    void saysWhatCameInsteadOfAnAnswer(String kind, String message) {
        for (String place : List.of("describe", "deltas")) {
            try (TestSandbox sandbox = TestSandbox.start(place + "=" + kind)) {
                Ended result = command.run(sandbox.arguments(SHOP));
                assertEquals(7, result.exitCode(), result::stderr);
                assertTrue(result.stderr().contains(message), result::stderr);
                assertTrue(
                        result.stderr().contains(place.equals("describe") ? "/v7/release" : "/v7/delta"),
                        result::stderr);
                assertEquals("", result.stdout());
                assertEquals(List.of(), sandbox.sandbox.redirectedRequests());
            }
        }
    }

    @Test
    void survivesTransientFaults() {
        try (TestSandbox sandbox =
                TestSandbox.start("describe=503*1", "describe=reset*1", "deltas=truncate*1", "deltas=429/0*1")) {
            Ended result = command.run(sandbox.arguments(SHOP));
            assertEquals(0, result.exitCode(), result::stderr);
            assertEquals(3, sandbox.requests("/v7/release"));
            assertEquals(3, sandbox.requests("/v7/delta"));
        }
    }

    @Test
    void givesUpWhereBalenaAsksToWaitForLong() {
        try (TestSandbox sandbox = TestSandbox.start("describe=429/3600")) {
            Ended result = command.run(sandbox.arguments(SHOP));
            assertEquals(7, result.exitCode());
            assertTrue(result.stderr().contains("asks to wait 3600 s"), result::stderr);
            assertEquals(1, sandbox.requests().size());
        }
    }

    @Test
    void tellsAnInvalidTokenFromAMissingRelease() {
        try (TestSandbox sandbox = TestSandbox.start("describe=expired")) {
            Ended result = command.run(sandbox.arguments(SHOP));
            assertEquals(4, result.exitCode(), result::stderr);
            assertTrue(result.stderr().contains("does not accept the token"), result::stderr);
            assertTrue(result.stderr().contains("Put a valid one there"), result::stderr);
            assertEquals(1, sandbox.requests("/actor/v1/whoami"));
        }
    }

    @Test
    void aWrongHostNameNeedsNoStackTrace() {
        Ended result = command.run(
                Map.of("BALENA_API_KEY", "key"),
                "",
                List.of(
                        "--from-release",
                        "1",
                        "--to-release",
                        "2",
                        "--api-url",
                        "https://api.nowhere.invalid",
                        "--timeout",
                        "1",
                        "--verbose"));
        assertTrue(List.of(7, 124).contains(result.exitCode()), result::stderr);
        assertTrue(result.stderr().contains("api.nowhere.invalid"), result::stderr);
        assertFalse(result.stderr().matches("(?s).*\\n\\s+at .*"), result::stderr);
        List<String> logged = result.messages().stream()
                .filter(line -> line.contains("[DEBUG]"))
                .toList();
        assertFalse(logged.isEmpty(), result::stderr);
        logged.forEach(line -> assertTrue(
                line.matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z \\[DEBUG\\] GET .* -> no answer in \\d+ ms"), line));
    }

    @Test
    void neverShowsTheToken() {
        try (TestSandbox sandbox = TestSandbox.start("deltas=html")) {
            Ended result = command.run(sandbox.arguments("--verbose", SHOP[0], SHOP[1], SHOP[2], SHOP[3]));
            assertEquals(7, result.exitCode());
            assertTrue(result.stderr().contains("/v7/release"), "requests are logged");
            assertFalse(result.stderr().contains(sandbox.sandbox.token()), result::stderr);
        }
    }

    @Test
    void fortyServicesTakeThreeRequestsAtMost() {
        World world = World.empty().fleet(1, "acme/forty");
        world.release(10, 1, "a".repeat(40), "success", "1.0.0", true);
        world.release(20, 1, "b".repeat(40), "success", "2.0.0", true);
        for (int service = 0; service < 40; service++) {
            for (long release : new long[] {10, 20}) {
                long image = 2_147_000_000L + release * 1000 + service;
                world.image(image, "success", "registry/" + image, "sha256:" + image, 5_000_000_000L);
                world.contain(release, "service" + service, image);
            }
        }
        try (TestSandbox sandbox = TestSandbox.start(answersSoon().withWorld(world))) {
            // Not in a hurry: the sandbox must have noticed the end of a request before the next one begins.
            Ended result = CommandUnderTest.get()
                    .run(sandbox.arguments("--wait", "--from-release", "10", "--to-release", "20"));
            assertEquals(0, result.exitCode(), result::stderr);
            assertEquals(1, sandbox.requests("/v7/release"));
            assertEquals(40, sandbox.requests("/api/v3/delta"));
            assertTrue(sandbox.requests().stream()
                    .allMatch(request -> request.uri().length() < 6_000));
            assertTrue(sandbox.sandbox.mostConcurrent(request -> request.path().equals("/api/v3/delta")) <= 10);
            assertEquals(
                    1, sandbox.sandbox.mostConcurrent(request -> request.path().startsWith("/v7/")));
        }
    }

    @Test
    void waitsUntilEverythingIsReady() {
        try (TestSandbox sandbox = TestSandbox.start(quick())) {
            Ended result = command.run(sandbox.arguments("--wait", SHOP[0], SHOP[1], SHOP[2], SHOP[3]));
            assertEquals(0, result.exitCode(), result::stderr);
            JsonNode document = RecordedCase.parseJson(result.stdout());
            assertEquals("ready", document.path("overall_status").asText());
            assertTrue(document.path("estimated_total_payload_size").asLong() > 0);
            assertEquals(2, sandbox.requests("/api/v3/delta"), "db and main, each once");
        }
    }

    @Test
    void preparesWithoutWaiting() {
        try (TestSandbox sandbox = TestSandbox.start(quick().withBuildTime(Duration.ofHours(1)))) {
            Ended result = command.run(sandbox.arguments("--prepare", SHOP[0], SHOP[1], SHOP[2], SHOP[3]));
            assertEquals(0, result.exitCode(), result::stderr);
            assertEquals(
                    "preparing",
                    RecordedCase.parseJson(result.stdout())
                            .path("overall_status")
                            .asText());
        }
    }

    @Test
    void asksAgainForDeltasThatFailTwice() {
        try (TestSandbox sandbox = TestSandbox.start(quick().withFaults("build/main=fail*2"))) {
            Ended result = command.run(sandbox.arguments("--wait", SHOP[0], SHOP[1], SHOP[2], SHOP[3]));
            assertEquals(0, result.exitCode(), result::stderr);
            assertEquals(4, sandbox.requests("/api/v3/delta"), "db once, main three times");
        }
    }

    @Test
    void givesUpOnADeltaThatAlwaysFailsAndPrintsWhatIsKnown() {
        try (TestSandbox sandbox = TestSandbox.start(quick().withFaults("build/main=fail"))) {
            Ended result = command.run(sandbox.arguments("--timeout", "600", SHOP[0], SHOP[1], SHOP[2], SHOP[3]));
            assertEquals(6, result.exitCode(), result::stderr);
            JsonNode main = service(RecordedCase.parseJson(result.stdout()), "main");
            assertEquals("failed", main.path("status").asText());
            assertTrue(
                    result.stderr()
                            .contains("main: " + main.path("error_message").asText()),
                    result::stderr);
        }
    }

    @Test
    void aTimeoutPrintsWhatIsKnown() {
        Ended result = command.run(sandbox("--timeout", "0", SHOP[0], SHOP[1], SHOP[2], SHOP[3]));
        assertEquals(124, result.exitCode(), result::stderr);
        assertTrue(result.stderr().contains("With --timeout 0 nothing is requested"), result::stderr);
        assertEquals(
                "pending",
                RecordedCase.parseJson(result.stdout()).path("overall_status").asText());
    }

    @Test
    void aDryRunAsksForNothing() {
        try (TestSandbox sandbox = TestSandbox.start()) {
            Ended result = command.run(sandbox.arguments("--dry-run", "--wait", SHOP[0], SHOP[1], SHOP[2], SHOP[3]));
            assertEquals(0, result.exitCode(), result::stderr);
            assertEquals(0, sandbox.requests("/api/v3/delta"));
            assertTrue(result.stderr().contains("service main, image 2102001 to 2106001"));
        }
    }

    @Test
    void theExitStatusSaysWhetherItIsReady() {
        assertEquals(
                8,
                command.run(sandbox("--exit-status", SHOP[0], SHOP[1], SHOP[2], SHOP[3]))
                        .exitCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void printsAShellsCompletion(String shell) {
        Ended result = command.run("completion", shell);
        assertEquals(0, result.exitCode(), result::stderr);
        assertEquals(
                Shell.valueOf(shell.toUpperCase(Locale.ROOT))
                        .completionScript(CompletionModel.of(
                                CommandLines.withoutFramework().getCommandSpec())),
                result.stdout());
        assertEquals(List.of(), result.messages());
    }

    @Test
    void refusesShellsThatItDoesNotKnow() {
        Ended result = command.run("completion", "tcsh");
        assertEquals(2, result.exitCode());
        assertTrue(result.messages().get(0).endsWith("'tcsh' is none of bash, zsh, fish"), result::stderr);
        assertTrue(result.messages().size() <= 2, result::stderr);
        assertEquals("", result.stdout());
    }

    /** Answers requests for deltas before a poll shows that they are being built: none is cancelled by then. */
    private static SandboxOptions answersSoon() {
        return quick().withHoldTime(Duration.ofMillis(20));
    }

    private static SandboxOptions quick() {
        return SandboxOptions.defaults().withBuildTime(Duration.ofMillis(300));
    }

    private static String[] sandbox(String... arguments) {
        return Stream.concat(Stream.of("--sandbox"), Stream.of(arguments)).toArray(String[]::new);
    }

    private static String names(JsonNode services) {
        return String.join(" ", services.findValuesAsText("service_name"));
    }

    private static JsonNode service(JsonNode document, String name) {
        for (JsonNode service : document.path("is_produced_by__service_update")) {
            if (service.path("service_name").asText().equals(name)) {
                return service;
            }
        }
        throw new AssertionError("no service " + name + " in " + document);
    }
}

package io.balena.releaseupdate.cli.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.balena.releaseupdate.cli.golden.RecordedCase;
import io.balena.releaseupdate.cli.harness.CommandUnderTest;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.EvilServer;
import io.balena.releaseupdate.cli.harness.EvilServer.Response;
import io.balena.releaseupdate.cli.harness.RawServer;
import io.balena.releaseupdate.cli.harness.SideBySide;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.cli.rollout.RolloutWorld;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command before servers that answer as no balena would. */
abstract class HostileResponsesCases {

    private static final long MEMORY_BOUND = 900L * 1024 * 1024;

    private static final String CONTROLS = "(?s).*[\\x00-\\x09\\x0b-\\x1f].*";
    private static final String OBEYED = "(?s).*[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069].*";

    private final CommandUnderTest command = CommandUnderTest.hurried();

    @ParameterizedTest
    @CsvSource({
        "an array nested 100000 deep      , unexpected JSON",
        "an object nested 100000 deep     , unexpected JSON",
        "a number of a million digits     , unexpected JSON",
        "a name of a million letters      , unexpected JSON",
        "a negative size                  , a negative size",
        "a size beyond 64 bits            , unexpected JSON",
        "a release without images         , a release without its images",
        "an image without a service       , an image without its service",
        "an image that is null            , a release image without its image",
        "a release of no fleet            , a release without its fleet",
    })
    void whatIsNoAnswerIsRefused(String fault, String message) throws Exception {
        try (EvilServer evil = EvilServer.start(Map.of("/v7/release", token -> Response.json(broken(fault))))) {
            Ended end = run(evil);

            assertEquals(7, end.exitCode(), end.output());
            assertTrue(end.stderr().contains(message), end.stderr());
            assertTrue(end.stderr().contains("/v7/release"), end.stderr());
            assertTrue(end.stderr().length() < 1_000, end.stderr());
            assertFalse(end.stderr().contains("\tat "), "no stack trace");
            assertEquals(1, evil.paths().size(), "it is not tried again");
            assertTrue(end.peakMemory() < MEMORY_BOUND, end.peakMemory() + " bytes");
        }
    }

    private static String broken(String fault) {
        return switch (fault) {
            case "an array nested 100000 deep" -> "{\"d\":" + "[".repeat(100_000);
            case "an object nested 100000 deep" -> "{\"d\":" + "{\"d\":".repeat(100_000);
            case "a number of a million digits" -> "{\"d\":[{\"id\":" + "9".repeat(1_000_000) + "}]}";
            case "a name of a million letters" -> "{\"d\":[{\"" + "a".repeat(1_000_000) + "\":1}]}";
            case "a negative size" -> releases().replace("\"1000\"", "\"-1\"");
            case "a size beyond 64 bits" -> releases().replace("\"1000\"", "\"18446744073709551616\"");
            case "a release without images" -> releases().replace("\"release_image\"", "\"none\"");
            case "an image without a service" -> releases().replace("\"is_a_build_of__service\"", "\"none\"");
            case "an image that is null" -> releases().replace("\"image\": [{", "\"image\": null, \"x\": [{");
            case "a release of no fleet" -> releases().replace("\"belongs_to__application\"", "\"none\"");
            default -> throw new AssertionError(fault);
        };
    }

    @Test
    void aRowThatComesTwiceCountsOnce() throws Exception {
        String both = releases().replace("{\"d\": [", "").replaceFirst("]}$", "");
        try (EvilServer evil = serve(
                "{\"d\": [" + both + "," + both + "]}", delta("success", "", 1) + "," + delta("success", "", 2))) {
            JsonNode document = RecordedCase.parseJson(described(run(evil)));
            assertEquals("ready", document.path("overall_status").asText());
            assertEquals(1, document.path("is_produced_by__service_update").size());
        }
    }

    @Test
    void anImageWithoutASizeTakesNothing() throws Exception {
        try (EvilServer evil = serve(releases().replace("\"1000\"", "null"), "")) {
            JsonNode image = RecordedCase.parseJson(described(run(evil)))
                    .at("/is_produced_by__service_update/0/produces__image");
            assertEquals(0, image.path("image_size").asLong(-1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "table", "markdown"})
    void enormousSizesStayNumbers(String format) throws Exception {
        try (EvilServer evil = serve(releases().replace("\"1000\"", "\"9223372036854775807\""), "")) {
            String document = described(run(evil, "-o", format));
            String size = format.equals("json") ? "9223372036854775807" : "8.0 EiB";
            assertTrue(document.contains(size), document);
            assertFalse(document.contains("-9"), document);
        }
    }

    /** Colours, a title for the window, a cleared screen, a bell, text from right to left. */
    @ParameterizedTest
    @MethodSource
    void whatATerminalWouldObeyIsNotPrinted(SideBySide.Case test) throws Exception {
        test.check();
    }

    static List<SideBySide.Case> whatATerminalWouldObeyIsNotPrinted() {
        HostileResponsesCases cases = new HostileResponsesCases() {};
        return SideBySide.cases(List.of("json", "table", "markdown"), cases::checkWhatATerminalWouldObey);
    }

    private void checkWhatATerminalWouldObey(String format) throws Exception {
        String evilText = "\\u001b[31m\\u001b]0;title\\u0007\\u009b2J\\r\\u202eevil";
        try (EvilServer evil = EvilServer.start(Map.of(
                "/v7/release", token -> Response.json(releases().replace("main", "main" + evilText)),
                "/v7/delta", token -> Response.json("{\"d\": [" + delta("failed", evilText, 1) + "]}"),
                "/api/v3/delta", token -> Response.of(400, "no\u001b[2J delta")))) {
            for (String progress : List.of("plain", "json")) {
                Ended end = run(evil, "--wait", "--retries", "0", "-o", format, "--progress", progress, "--verbose");
                assertEquals(6, end.exitCode(), end.output());
                assertTrue(end.output().contains("evil"), end.output());
                assertFalse(end.stderr().matches(OBEYED), end.stderr());
                // In JSON, what JavaScript does not escape stands as it is, byte for byte.
                assertFalse(end.stdout().matches(format.equals("json") ? CONTROLS : OBEYED), end.stdout());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "table", "markdown"})
    void aRollOutPrintsNothingThatATerminalWouldObey(String format) {
        RolloutWorld fleet = new RolloutWorld(5);
        fleet.world()
                .set("release", RolloutWorld.ORIGIN, "raw_version", "1.0.0\u001b]0;title\u0007\u009b2J\r\u202eevil");
        try (TestSandbox sandbox = fleet.start()) {
            for (String option : List.of("--dry-run", "--undo", "--allow-draft")) {
                Ended end = command.run(sandbox.arguments(
                        "rollout", "acme/kiosk", "--to-release", "2.0.0", "--timeout", "0", option, "-o", format));
                assertTrue(Set.of(0, 5, 124).contains(end.exitCode()), end.output());
                // None began that could be taken back.
                assertEquals(!option.equals("--undo"), end.output().contains("evil"), end.output());
                assertFalse(end.stderr().matches(OBEYED), end.stderr());
                assertFalse(end.stdout().matches(format.equals("json") ? CONTROLS : OBEYED), end.stdout());
            }
        }
    }

    /** Also in the stack trace that comes on demand. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/\u001b]0;title\u0007 200 OK\r\n\r\n",
                "HTTP/1.1 200 \u001b[2J\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA \u001b[2J header: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: \u001b[2J\r\n\r\n",
            })
    void whatIsNoHttpIsRefused(String answer) throws Exception {
        try (RawServer server = RawServer.start(answer.getBytes(StandardCharsets.ISO_8859_1))) {
            Ended end = run("http://" + server.address(), "--verbose", "--timeout", "3");

            assertTrue(Set.of(7, 124).contains(end.exitCode()), end.output());
            assertFalse(end.output().matches(OBEYED), end.output());
        }
    }

    /** Whether a build still runs is told by balena's clock, whatever ours says. */
    @ParameterizedTest
    @ValueSource(ints = {-24, 24})
    void clocksMayBeADayApart(int hours) throws Exception {
        SandboxOptions options = SandboxOptions.defaults()
                .withClock(Clock.offset(Clock.systemUTC(), Duration.ofHours(hours)))
                .withBuildTime(Duration.ofHours(1));
        try (TestSandbox sandbox = TestSandbox.start(options)) {
            Ended end =
                    command.run(sandbox.arguments("--prepare", "--from-release", "1900102", "--to-release", "1900106"));
            assertEquals(
                    "preparing",
                    RecordedCase.parseJson(described(end))
                            .path("overall_status")
                            .asText());
        }
    }

    private static String described(Ended end) {
        assertEquals(0, end.exitCode(), end.output());
        return end.stdout();
    }

    private static EvilServer serve(String releases, String deltas) throws Exception {
        return EvilServer.start(Map.of(
                "/v7/release", token -> Response.json(releases),
                "/v7/delta", token -> Response.json("{\"d\": [" + deltas + "]}")));
    }

    private Ended run(EvilServer server, String... arguments) throws Exception {
        return run(server.url().toString(), arguments);
    }

    private Ended run(String url, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("--from-release", "1900102", "--to-release", "1900106"));
        all.addAll(List.of(arguments));
        return command.run(
                Map.of(
                        "BALENARC_API_URL", url,
                        "BALENARC_DELTA_URL", url,
                        "BALENA_API_KEY", "0123456789abcdefghijklmnopqrstuv"),
                "",
                all);
    }

    private static String releases() {
        String release = """
                {"id": %d, "commit": "%s", "status": "success", "raw_version": "1.0.0",
                 "belongs_to__application": [{"id": 1, "slug": "acme/kiosk"}],
                 "release_image": [{"id": 1, "image": [{"id": %d, "status": "success", "image_size": "1000",
                   "is_stored_at__image_location": "registry/1", "content_hash": "%s",
                   "is_a_build_of__service": [{"id": 1, "service_name": "main"}]}]}]}""";
        return "{\"d\": [" + release.formatted(1900102, "a".repeat(40), 11, "x") + ","
                + release.formatted(1900106, "b".repeat(40), 12, "y") + "]}";
    }

    private static String delta(String status, String errorMessage, int id) {
        return """
                {"id": %d, "status": "%s", "version": 3, "size": 10, "error_message": "%s",
                 "is_stored_at__location": "registry/1:delta", "update_timestamp": "2026-01-01T00:00:00.000Z",
                 "originates_from__image": {"__id": 11}, "produces__image": {"__id": 12}}""".formatted(id, status, errorMessage);
    }
}

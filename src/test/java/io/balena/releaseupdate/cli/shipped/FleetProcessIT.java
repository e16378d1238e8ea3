package io.balena.releaseupdate.cli.shipped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.balena.releaseupdate.cli.golden.RecordedCase;
import io.balena.releaseupdate.cli.harness.CommandProcess;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.LargeFleet;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fleet command as it is shipped, as a process: its memory and its signals. */
class FleetProcessIT {

    private static final long PATIENCE_SECONDS = 60;
    private static final long SHOP = 1700002;
    private static final String[] PIN_SHOP = {
        "fleet", "sandbox/shop", "--to-release", "2.0.0", "--pin", "--progress", "none"
    };

    @Test
    void describesAHundredReleasesOfFortyServicesIn128MiBOfHeap() throws Exception {
        try (TestSandbox sandbox = TestSandbox.start(SandboxOptions.defaults().withWorld(LargeFleet.world(100, 40)))) {
            for (String format : List.of("json", "markdown")) {
                Ended end = Ended.of(start(
                        "-Xmx128m", sandbox.arguments("fleet", "acme/large", "--to-release", "latest", "-o", format)));
                assertEquals(0, end.exitCode(), end.stderr());
                assertTrue(end.stdout().length() > 1_000);
            }
        }
    }

    /** The request that hangs: the look before the write, the write, the look after it. */
    @ParameterizedTest
    @CsvSource({
        "'fleet=slow/0*3,fleet=hang*1', 'GET /v7/application?', 3, not_pinned, INT, 130",
        "pin=hang*1,                    'PATCH /v7/application(', 1, unknown, INT, 130",
        "pin=hang*1,                    'PATCH /v7/application(', 1, unknown, HUP, 129",
        "'fleet=slow/0*4,fleet=hang*1', 'GET /v7/application?', 4, unknown, INT, 130",
    })
    void interruptedWhileItPinsItCompletesWhenRunAgain(
            String faults, String request, int n, String status, String signal, int exitCode) throws Exception {
        SandboxOptions options =
                SandboxOptions.defaults().withBuildTime(Duration.ofMillis(100)).withFaults(faults.split(","));
        try (TestSandbox sandbox = TestSandbox.start(options)) {
            List<String> arguments = new ArrayList<>(List.of(PIN_SHOP));
            arguments.add("--verbose");
            Process process = start("-Xmx128m", sandbox.arguments(arguments.toArray(String[]::new)));
            BufferedReader stderr = process.errorReader(StandardCharsets.UTF_8);
            awaitSent(stderr, request.replace(" ", " " + sandbox.sandbox.url()), n);
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            String rest = String.join("\n", stderr.lines().toList());
            String stdout = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertEquals(exitCode, process.exitValue(), rest);
            JsonNode pin = RecordedCase.parseJson(stdout).path("pin");
            assertEquals(status, pin.path("status").asText(), pin::toString);

            Ended again = Ended.of(start("-Xmx128m", sandbox.arguments(PIN_SHOP)));
            assertEquals(0, again.exitCode(), again.stderr());
            assertEquals(OptionalLong.of(1900106), sandbox.sandbox.world().pinnedRelease(SHOP));
        }
    }

    /** Until all such requests but the n-th were answered, and that one is kept waiting. */
    private static void awaitSent(BufferedReader stderr, String request, int n) throws IOException {
        int answered = 0;
        boolean isKeptWaiting = false;
        while (answered < n - 1 || !isKeptWaiting) {
            String line = stderr.readLine();
            assertNotNull(line, "it ended before it sent " + request);
            if (line.contains(request)) {
                // On a busy machine, those that are answered may be kept waiting, too.
                isKeptWaiting = answered == n - 1 && line.contains(": no answer after");
                answered += line.contains(" -> ") ? 1 : 0;
            }
        }
    }

    private static Process start(String heap, String[] arguments) throws IOException {
        List<String> command = new ArrayList<>(CommandProcess.command(heap));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("BALENA"));
        return builder.start();
    }
}

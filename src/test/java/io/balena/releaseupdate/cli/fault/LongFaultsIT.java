package io.balena.releaseupdate.cli.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.cli.golden.RecordedCase;
import io.balena.releaseupdate.cli.harness.CommandProcess;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.Executable;
import io.balena.releaseupdate.cli.harness.ScriptedServer;
import io.balena.releaseupdate.cli.harness.SideBySide;
import io.balena.releaseupdate.cli.harness.SideBySide.Result;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What lasts longer than the settling time after which a failure counts, on the executable and by the machine's clock: a
 * process that is stopped, as by {@code docker pause} or a laptop's sleep, and a poll that stops halfway. The cases wait side
 * by side.
 */
@Tag(Executable.TAG)
class LongFaultsIT {

    private static final long STOP_SECONDS = 33;
    private static final long PATIENCE_SECONDS = 60;
    private static final Duration A_WHILE = Duration.ofSeconds(10);
    private static final Duration FOR_EVER = Duration.ofHours(1);

    private static final String DELTA = """
            {"id": 1, "status": "success", "version": 3, "size": 10, "is_stored_at__location": "registry/1:delta",
             "update_timestamp": "2026-01-01T00:00:00.000Z",
             "originates_from__image": {"__id": 11}, "produces__image": {"__id": 12}}""";

    /**
     * A process that is stopped after its requests were answered and looked at.
     *
     * @param failedPolls how many polls fail once it goes on
     */
    private record Stop(
            String what,
            Duration buildTime,
            String fault,
            int failedPolls,
            String timeout,
            int exitCode,
            String status,
            long requests) {}

    private static final List<Stop> STOPS = List.of(
            new Stop("builds end meanwhile", A_WHILE, "", 0, "600", 0, "ready", 2),
            new Stop("the API is away on waking", A_WHILE, "", 3, "600", 0, "ready", 2),
            new Stop("builds fail meanwhile", A_WHILE, "build=fail*1", 0, "600", 0, "ready", 4),
            new Stop("the deadline passes meanwhile", A_WHILE, "", 0, "15", 0, "ready", 2),
            new Stop("the deadline passes, and nothing is ready", FOR_EVER, "", 0, "15", 124, "preparing", 2),
            new Stop("two odd answers lie half a minute apart", A_WHILE, "trigger=404*4", 0, "600", 0, "ready", 6));

    record Case(String what, Result<Void> result) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Case> cases() {
        SideBySide sideBySide = new SideBySide();
        List<Case> cases = new ArrayList<>();
        STOPS.forEach(stop -> cases.add(new Case(stop.what(), sideBySide.add(() -> check(stop)))));
        cases.add(new Case("a poll stops after its head", sideBySide.add(LongFaultsIT::checkStalledPoll)));
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void nothingIsSaidThatBalenaDidNotShow(Case one) throws Exception {
        one.result().get();
    }

    private static Void check(Stop stop) throws Exception {
        CountDownLatch isPolled = new CountDownLatch(1);
        AtomicInteger polls = new AtomicInteger();
        AtomicInteger failing = new AtomicInteger();
        SandboxOptions options =
                SandboxOptions.defaults().withBuildTime(stop.buildTime()).withHoldTime(Duration.ofMillis(100));
        try (TestSandbox sandbox =
                TestSandbox.start(stop.fault().isEmpty() ? options : options.withFaults(stop.fault()))) {
            sandbox.sandbox.beforeEach(request -> {
                if (request.path().equals("/v7/delta") && sandbox.requests("/api/v3/delta") >= 2) {
                    if (failing.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                        throw new AssertionError("the sandbox answers 500 to this");
                    }
                    if (polls.incrementAndGet() == 3) {
                        isPolled.countDown();
                    }
                }
            });
            Path home = Files.createTempDirectory("home");
            CommandProcess command = CommandProcess.start(
                    home,
                    Map.of(),
                    List.of(sandbox.arguments(
                            "--from-release", "1900102", "--to-release", "1900106", "--timeout", stop.timeout())));
            assertTrue(isPolled.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "no poll");
            command.signal("STOP");
            failing.set(stop.failedPolls());
            TimeUnit.SECONDS.sleep(STOP_SECONDS);
            command.signal("CONT");
            Ended end = command.end();
            Files.delete(home);

            assertEquals(stop.exitCode(), end.exitCode(), end.output());
            assertEquals(stop.status(), status(end), end.output());
            assertEquals(stop.requests(), sandbox.requests("/api/v3/delta"), end.stderr());
        }
        return null;
    }

    private static Void checkStalledPoll() throws Exception {
        AtomicInteger polls = new AtomicInteger();
        try (ScriptedServer server = ScriptedServer.start((number, exchange) -> {
            boolean isPoll = exchange.path().equals("/v7/delta");
            int poll = isPoll ? polls.incrementAndGet() : 0;
            if (poll == 3) {
                exchange.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n");
                exchange.keepSilent();
            } else if (poll > 3) {
                exchange.sendBody("{\"d\": [" + DELTA + "]}");
            } else {
                exchange.sendGood();
            }
        })) {
            Ended end = CommandProcess.run(
                    Map.of(
                            "BALENARC_API_URL", server.url("127.0.0.1"),
                            "BALENARC_DELTA_URL", server.url("127.0.0.1"),
                            "BALENA_API_KEY", "0123456789abcdefghijklmnopqrstuv"),
                    "",
                    List.of("--from-release", "1900102", "--to-release", "1900106", "--timeout", "600"));

            assertEquals(0, end.exitCode(), end.output());
            assertEquals("ready", status(end), end.output());
        }
        return null;
    }

    private static String status(Ended end) throws IOException {
        return RecordedCase.parseJson(end.stdout()).path("overall_status").asText();
    }
}

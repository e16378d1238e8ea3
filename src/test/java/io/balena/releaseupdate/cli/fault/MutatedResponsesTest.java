package io.balena.releaseupdate.cli.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.balena.releaseupdate.ReleaseUpdates;
import io.balena.releaseupdate.cli.harness.CommandUnderTest;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.cli.process.ExitCode;
import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.cloud.Connection;
import io.balena.releaseupdate.cloud.Timeouts;
import io.balena.releaseupdate.fleet.FleetUpdates;
import io.balena.releaseupdate.fleet.Sources;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.TargetReference;
import io.balena.releaseupdate.output.document.OutputFormat;
import io.balena.releaseupdate.settings.trust.Network;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Good answers with something in them changed: described, or refused with an exit code of the table. Where by chance none
 * was changed, they are described, and always in the same way.
 */
@QuarkusTest
class MutatedResponsesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SEEDS = 30;
    private static final int TRIES_PER_SEED = 15;
    private static final Timeouts LITTLE = new Timeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            0,
            Duration.ofMillis(10),
            Duration.ofMillis(200));

    /** A command that changes nothing, and how it ends if no answer is changed. */
    private record Command(String line, ExitCode code) {}

    private static final List<Command> COMMANDS = List.of(
            new Command("--from-release 1900101 --to-release 1900106 --exit-status", ExitCode.NOT_READY),
            new Command("fleet sandbox/shop --to-release latest --exit-status", ExitCode.NOT_READY),
            new Command("fleet sandbox/shop --to-release 2.0.0 --pin --dry-run", ExitCode.DONE),
            new Command("status sandbox/field --devices 3 --exit-status", ExitCode.NOT_READY),
            new Command("rollout sandbox/field --to-release 2.0.0 --dry-run", ExitCode.DONE),
            new Command("rollout sandbox/field --to-release 2.0.0 --timeout 0", ExitCode.TIMEOUT));

    private static final HttpClient TO_SANDBOX = HttpClient.newHttpClient();

    private static TestSandbox sandbox;
    private static HttpServer between;
    private static Random random = new Random(0);
    private static volatile boolean isChanged;
    private static volatile int oneOf = 2;
    private static final Map<String, List<String>> DOCUMENTS = new ConcurrentHashMap<>();
    private static final AtomicInteger REFUSED = new AtomicInteger();
    private static final AtomicInteger CHANGED_AND_DESCRIBED = new AtomicInteger();

    private final CommandUnderTest command = CommandUnderTest.get();

    @BeforeAll
    static void start() throws IOException {
        sandbox = TestSandbox.start();
        between = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        between.createContext("/", MutatedResponsesTest::passOn);
        between.start();
    }

    @AfterAll
    static void stop() {
        between.stop(0);
        sandbox.close();
        assertEquals(
                Stream.concat(Stream.of("release", "fleet"), COMMANDS.stream().map(Command::line))
                        .collect(Collectors.toSet()),
                DOCUMENTS.keySet(),
                "what was described");
        assertTrue(REFUSED.get() > 0, "nothing was refused");
        assertTrue(CHANGED_AND_DESCRIBED.get() > 0, "no answer with a change in it was good enough");
    }

    static IntStream seeds() {
        return IntStream.range(0, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void areDescribedOrRefused(int seed) {
        random = new Random(seed);
        oneOf = 2;
        BalenaCloud cloud = connect();
        Deadline deadline = Deadline.never();
        for (int i = 0; i < TRIES_PER_SEED; i++) {
            check("release", seed, () -> {
                var update = new ReleaseUpdates(cloud)
                        .describe(ReleaseReference.parse("1900101"), ReleaseReference.parse("1900106"), deadline);
                return List.of(
                        OutputFormat.JSON.render(update),
                        OutputFormat.TABLE.render(update),
                        OutputFormat.MARKDOWN.render(update));
            });
            check("fleet", seed, () -> {
                var update = new FleetUpdates(cloud)
                        .describe(
                                FleetReference.parse("sandbox/shop"),
                                TargetReference.parse("latest"),
                                Sources.ALL,
                                deadline);
                return List.of(
                        OutputFormat.JSON.render(update),
                        OutputFormat.TABLE.render(update),
                        OutputFormat.MARKDOWN.render(update));
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101, 102, 103, 104, 105, 106, 107, 108, 109})
    void theCommandsEndRegularly(int seed) {
        random = new Random(seed);
        String url = url().toString();
        assertTimeout(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < TRIES_PER_SEED; i++) {
                Command tried = COMMANDS.get(random.nextInt(COMMANDS.size()));
                List<String> arguments =
                        new ArrayList<>(List.of(sandbox.arguments(tried.line().split(" "))));
                // The last one of each counts.
                arguments.addAll(List.of("--api-url", url, "--delta-url", url));
                arguments.addAll(
                        List.of("-o", List.of("json", "table", "markdown").get(random.nextInt(3))));
                isChanged = false;
                // Some commands make many requests.
                oneOf = random.nextBoolean() ? 2 : 10;
                Ended end = command.run(arguments.toArray(String[]::new));
                assertTrue(end.isRegular(), () -> "seed " + seed + ": " + tried + ": " + end);
                if (!isChanged) {
                    assertEquals(
                            tried.code().number(), end.exitCode(), () -> "seed " + seed + ": " + tried + ": " + end);
                    DOCUMENTS.put(tried.line(), List.of());
                }
            }
        });
    }

    private static void check(String what, int seed, Callable<List<String>> description) {
        assertTimeout(Duration.ofSeconds(20), () -> {
            isChanged = false;
            try {
                List<String> documents = description.call();
                for (String document : documents) {
                    assertTrue(document.endsWith("\n"), "seed " + seed);
                    assertFalse(document.contains("\u001b"), "seed " + seed);
                }
                if (isChanged) {
                    CHANGED_AND_DESCRIBED.incrementAndGet();
                } else {
                    DOCUMENTS.putIfAbsent(what, documents);
                    assertEquals(DOCUMENTS.get(what), documents, "seed " + seed);
                }
            } catch (BalenaException e) {
                assertTrue(isChanged, () -> "seed " + seed + ", a good answer: " + e.getMessage());
                assertTrue(e.getMessage().length() < 2_000, () -> "seed " + seed + ": " + e.getMessage());
                REFUSED.incrementAndGet();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        });
    }

    private static URI url() {
        return URI.create("http://127.0.0.1:" + between.getAddress().getPort());
    }

    private static BalenaCloud connect() {
        URI url = url();
        return new Connection(url, url, Network.DIRECT, "test/1", LITTLE, notice -> {}, line -> {})
                .open(sandbox.sandbox.token(), "the test");
    }

    private static void passOn(HttpExchange exchange) throws IOException {
        byte[] body;
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(
                            sandbox.sandbox.url() + exchange.getRequestURI().toString()))
                    .header("Authorization", "Bearer " + sandbox.sandbox.token())
                    .build();
            String answer = TO_SANDBOX
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
            body = mutated(answer).getBytes(StandardCharsets.UTF_8);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Most answers stay as they are, so that some faults come late. */
    private static String mutated(String answer) throws IOException {
        if (random.nextInt(oneOf) != 0) {
            return answer;
        }
        isChanged = true;
        if (random.nextInt(10) == 0) {
            return answer.substring(0, random.nextInt(answer.length()));
        }
        JsonNode root = JSON.readTree(answer);
        for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
            List<ContainerNode<?>> places = new ArrayList<>();
            collect(root, places);
            change(places.get(random.nextInt(places.size())));
        }
        return JSON.writeValueAsString(root);
    }

    private static void collect(JsonNode node, List<ContainerNode<?>> places) {
        if (node instanceof ContainerNode<?> container && !container.isEmpty()) {
            places.add(container);
            container.forEach(child -> collect(child, places));
        }
    }

    private static void change(ContainerNode<?> place) {
        if (place instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(4) == 0) {
                object.remove(name);
            } else {
                object.set(name, junk());
            }
        } else if (place instanceof ArrayNode array) {
            int index = random.nextInt(array.size());
            switch (random.nextInt(4)) {
                case 0 -> array.remove(index);
                case 1 -> array.insert(index, array.get(index).deepCopy());
                default -> array.set(index, junk());
            }
        }
    }

    private static JsonNode junk() {
        List<String> junk = List.of(
                "null",
                "true",
                "-1",
                "0",
                "1e400",
                "0.5",
                "9223372036854775807",
                "9223372036854775808",
                "\"\"",
                "\"success\"",
                "\"running\"",
                "\"\\u001b[2J\\u0000\\ud800\"",
                "\"" + "x".repeat(5_000) + "\"",
                "[]",
                "[[]]",
                "[null]",
                "{}",
                "{\"__id\": 7}",
                "\"2026-13-45T99:99:99Z\"");
        try {
            return JSON.readTree(junk.get(random.nextInt(junk.size())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

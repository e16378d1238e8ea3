package io.balena.releaseupdate.cli.fault;

import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.cli.harness.CommandUnderTest;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.process.ExitCode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is given to a command, it ends soon, with an exit code of the table and without a stack trace. Some of it is
 * good.
 */
@QuarkusTest
class RandomArgumentsTest {

    private static final int SEEDS = 30;
    private static final int TRIES_PER_SEED = 20;
    private static final Duration BOUND_PER_SEED = Duration.ofSeconds(60);

    /** Not those that wait for deltas: they are as good as others in any combination, but take a second. */
    private static final List<String> OPTIONS = List.of(
            "--from-release",
            "--to-release",
            "--fleet",
            "--prepare",
            "--poll-interval",
            "--retries",
            "--concurrency",
            "--dry-run",
            "-o",
            "--output",
            "--progress",
            "--exit-status",
            "--api-url",
            "--delta-url",
            "--token-file",
            "--ca-cert",
            "--allow-http",
            "--build-time",
            "--device-speed",
            "--fault",
            "-q",
            "--help",
            "--version",
            "--online-only",
            "--min-devices",
            "--pin-anyway",
            "--allow-draft",
            "--devices",
            "--stages",
            "--until-stage",
            "--soak",
            "--device-timeout",
            "--min-failed",
            "--max-failed",
            "--healthy-tag",
            "--prepare-undo",
            "--undo",
            "--nonsense",
            "-xyz",
            "--");

    /** Each with good arguments. A roll-out only looks: it would go on for long. */
    private static final List<List<String>> COMMANDS = List.of(
            List.of(),
            List.of("fleet", "sandbox/shop", "--to-release", "1900106"),
            List.of("status", "sandbox/shop"),
            List.of("rollout", "sandbox/shop", "--to-release", "1900106", "--dry-run"));

    private static final List<String> VALUES = List.of(
            "900813",
            "900835",
            "1900101",
            "1900106",
            "84d3d8f4",
            "2.0.0",
            "latest",
            "1%",
            "10%,50%",
            "tag:canary",
            "30m",
            "sandbox/shop",
            "sandbox/readme",
            "json",
            "table",
            "markdown",
            "plain",
            "none",
            "0",
            "1",
            "0.01",
            "-1",
            "1e9",
            "NaN",
            "2147483648",
            "9223372036854775808",
            "",
            " ",
            "'",
            "\"",
            "=",
            "@/dev/null",
            "${sys:user.name}",
            "%24filter",
            "1) or (true",
            "..",
            "/dev/null",
            "a\0b",
            "http://127.0.0.1",
            "https://user:password@example.org",
            "any=nonsense",
            "build=stuck",
            "\u001b[2J\u0007",
            "\u202egnirts",
            "\ud83d\ude00",
            "\ud800",
            "x".repeat(3_000));

    /** How often commands ended with which exit code. */
    private static final Map<Integer, Integer> CODES = new ConcurrentHashMap<>();

    private final CommandUnderTest command = CommandUnderTest.get();

    @AfterAll
    static void someWereRefusedAndSomeDone() {
        int tries = CODES.values().stream().mapToInt(Integer::intValue).sum();
        assertTrue(10 * CODES.getOrDefault(ExitCode.DONE.number(), 0) > tries, () -> "by exit code: " + CODES);
        assertTrue(10 * CODES.getOrDefault(ExitCode.USAGE.number(), 0) > tries, () -> "by exit code: " + CODES);
    }

    static IntStream seeds() {
        return IntStream.range(0, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void endRegularly(int seed) {
        Random random = new Random(seed);
        assertTimeout(BOUND_PER_SEED, () -> {
            for (int i = 0; i < TRIES_PER_SEED; i++) {
                List<String> arguments = arguments(random);
                Ended end = command.run(arguments.toArray(String[]::new));
                CODES.merge(end.exitCode(), 1, Integer::sum);
                assertTrue(end.isRegular(), () -> "seed " + seed + ": " + arguments + ": " + end);
            }
        });
    }

    /** Half of them begin well, so that what is wrong with the others is looked at. */
    private static List<String> arguments(Random random) {
        List<String> arguments = new ArrayList<>();
        List<String> command = any(COMMANDS, random);
        command.stream().limit(1).forEach(arguments::add);
        if (arguments.contains("rollout")) {
            arguments.addAll(List.of("--timeout", "0"));
        }
        // First, where no option can take it for its value: nothing leaves this machine.
        arguments.addAll(List.of("--sandbox", "--build-time", "0.01"));
        if (random.nextBoolean()) {
            arguments.addAll(
                    command.isEmpty()
                            ? List.of("--from-release", "1900101", "--to-release", "1900106")
                            : command.subList(1, command.size()));
        }
        for (int more = random.nextInt(6); more > 0; more--) {
            String option = any(OPTIONS, random);
            switch (random.nextInt(4)) {
                case 0 -> arguments.add(option);
                case 1 -> arguments.add(option + "=" + any(VALUES, random));
                case 2 -> arguments.add(any(VALUES, random));
                default -> arguments.addAll(List.of(option, any(VALUES, random)));
            }
        }
        return arguments;
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}

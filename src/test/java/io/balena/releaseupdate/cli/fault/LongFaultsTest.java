package io.balena.releaseupdate.cli.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.cli.harness.TimeLapse;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.balena.releaseupdate.sandbox.StandardWorld;
import io.balena.releaseupdate.sandbox.World;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What lasts longer than the settling time after which a failure counts, through real HTTP, by a clock that is in a hurry:
 * nothing that balena was not seen to do may decide.
 */
@QuarkusTest
class LongFaultsTest {

    private static final int SPEED = 30;
    private static final Duration SETTLING = Duration.ofSeconds(30);
    private static final Duration BUILT_AT_ONCE = Duration.ofMillis(50);

    private final TimeLapse clock = new TimeLapse(SPEED);
    private final World world = StandardWorld.create();
    private final Set<Long> deltasBefore = Set.copyOf(world.ids("delta"));

    @Test
    void anOutageOfTheApiIsNoFailure() throws InterruptedException {
        long start = clock.nanoTime();
        AtomicBoolean wasOut = new AtomicBoolean();
        try (TestSandbox sandbox = start(BUILT_AT_ONCE)) {
            sandbox.sandbox.beforeEach(request -> {
                boolean isPoll = request.path().equals("/v7/delta") && sandbox.requests("/api/v3/delta") > 0;
                if (isPoll && clock.nanoTime() - start < 4 * SETTLING.toNanos()) {
                    wasOut.set(true);
                    throw new AssertionError("the sandbox answers 500 to this");
                }
            });
            assertEquals(0, run(sandbox, event -> {}));
        }
        assertTrue(wasOut.get());
    }

    @Test
    void aProcessThatWasStoppedPollsBeforeItJudges() throws InterruptedException {
        AtomicBoolean wasStopped = new AtomicBoolean();
        try (TestSandbox sandbox = start(Duration.ofSeconds(2))) {
            assertEquals(0, run(sandbox, event -> {
                if (event instanceof PreparationEvent.Polled && wasStopped.compareAndSet(false, true)) {
                    clock.skip(Duration.ofMinutes(2));
                }
            }));
        }
        assertTrue(wasStopped.get());
    }

    @Test
    void rowsThatShowUpLateAreNoFailure() throws InterruptedException {
        long start = clock.nanoTime();
        try (TestSandbox sandbox = start(BUILT_AT_ONCE)) {
            sandbox.sandbox.beforeEach(request -> {
                boolean isShown = clock.nanoTime() - start > 4 * SETTLING.toNanos();
                world.ids("delta").stream()
                        .filter(delta -> !deltasBefore.contains(delta))
                        .forEach(delta -> world.set("delta", delta, "version", isShown ? 3 : 2));
            });
            assertEquals(0, run(sandbox, event -> {}));
        }
        assertTrue(clock.nanoTime() - start > 4 * SETTLING.toNanos());
    }

    private TestSandbox start(Duration buildTime, String... faults) {
        return TestSandbox.start(SandboxOptions.defaults()
                .withWorld(world)
                .withBuildTime(buildTime)
                .withFaults(faults));
    }

    private int run(TestSandbox sandbox, Consumer<PreparationEvent> events) throws InterruptedException {
        var cloud = FaultyWait.connection(sandbox.sandbox, FaultyWait.timeouts("none"))
                .open(sandbox.sandbox.token(), "the test");
        return FaultyWait.run(cloud, clock, Duration.ofMinutes(2), new AtomicBoolean(), events);
    }
}

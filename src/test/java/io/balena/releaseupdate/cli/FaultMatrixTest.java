package io.balena.releaseupdate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.Preparation;
import io.balena.releaseupdate.PreparationOptions;
import io.balena.releaseupdate.ReleaseUpdates;
import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.cloud.Connection;
import io.balena.releaseupdate.cloud.Credentials;
import io.balena.releaseupdate.cloud.Network;
import io.balena.releaseupdate.cloud.Patience;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One fault of every kind at every place of {@code --wait}, once and for good: what the exit code is, and whether there
 * is a document.
 */
@QuarkusTest
class FaultMatrixTest {

    private static final Patience LITTLE = new Patience(
            Duration.ofSeconds(2),
            Duration.ofMillis(400),
            Duration.ofMillis(1_000),
            2,
            Duration.ofMillis(10),
            Duration.ofMillis(200));

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(2);

    private record End(int exitCode, boolean hasDocument) {}

    /** A passing fault is got over; 4xx, an odd answer and an invalid token are final where they say something final. */
    @ParameterizedTest(name = "{0} once: describe {1}, trigger {2}, poll {3}")
    @CsvSource({
        "429/0,      0, 0, 0",
        "500,        0, 0, 0",
        "503,        0, 0, 0",
        "425,        0, 0, 0",
        "408,        0, 0, 0",
        "reset,      0, 0, 0",
        "truncate,   0, 0, 0",
        "slow/0.1,   0, 0, 0",
        "400,        7, 6, 0",
        "404,        7, 6, 0",
        "403,        7, 6, 0",
        "401,        7, 4, 0",
        "html,       7, 124, 0",
        "garbage,    7, 124, 0",
        "empty,      7, 124, 0",
        "wrong-type, 7, 124, 0",
        "redirect,   7, 124, 0",
        "expired,    4, 4, 4",
        // Being built, as far as the delta server says; that nothing was built shows much later only.
        "502,        0, 124, 0",
        "504,        0, 124, 0",
        "hang,       0, 124, 0",
    })
    void once(String kind, int describe, int trigger, int poll) throws InterruptedException {
        assertEquals(end(describe, describe == 0), run("describe=" + kind + "*1", LONG));
        assertEquals(end(trigger, true), run("trigger=" + kind + "*1", trigger == 124 ? SHORT : LONG));
        assertEquals(end(poll, true), run("poll=" + kind + "*1", LONG));
    }

    /** Where a fault stays, the description fails, and a wait goes on until its deadline and prints what is known. */
    @ParameterizedTest(name = "{0} for good: describe {1}, trigger {2}, poll {3}")
    @CsvSource({
        "429/0,    7, 124, 124",
        "429/9,    7, 124, 124",
        "500,      7, 124, 124",
        "502,      7, 124, 124",
        "503,      7, 124, 124",
        "504,      7, 124, 124",
        "reset,    7, 124, 124",
        "truncate, 7, 124, 124",
        "hang,     7, 124, 124",
        "404,      7, 6,   124",
        "401,      7, 4,   124",
        "html,     7, 124, 124",
        "expired,  4, 4,   4",
    })
    void forGood(String kind, int describe, int trigger, int poll) throws InterruptedException {
        assertEquals(end(describe, false), run("describe=" + kind, LONG));
        assertEquals(end(trigger, true), run("trigger=" + kind, trigger == 124 ? SHORT : LONG));
        assertEquals(end(poll, true), run("poll=" + kind, poll == 124 ? SHORT : LONG));
    }

    @ParameterizedTest
    @CsvSource({"build=fail*2, 0", "build/main=fail, 6", "build=fail*1, 0"})
    void builds(String fault, int exitCode) throws InterruptedException {
        assertEquals(end(exitCode, true), run(fault, LONG));
    }

    /** Also on a machine whose clock is hours off: staleness goes by balena's clock. */
    @Test
    void aStuckBuildIsAskedForAgain() throws InterruptedException {
        var clock = new OffsetClock(Duration.ofHours(-5));
        SandboxOptions options = SandboxOptions.defaults()
                .withBuildTime(Duration.ofMillis(50))
                .withFaults("build/main=stuck*1")
                .withClock(clock);
        try (TestSandbox sandbox = TestSandbox.start(options)) {
            End end = run(new ReleaseUpdates(connect(sandbox)), LONG, event -> {
                if (event instanceof PreparationEvent.Changed changed
                        && changed.after() instanceof DeltaState.Building) {
                    clock.offset = clock.offset.plusMinutes(4);
                }
            });
            assertEquals(end(0, true), end);
            assertTrue(sandbox.requests("/api/v3/delta") >= 3, "db once, main twice");
        }
    }

    private static final class OffsetClock extends Clock {
        private volatile Duration offset;

        private OffsetClock(Duration offset) {
            this.offset = offset;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(offset);
        }
    }

    private static End end(int exitCode, boolean hasDocument) {
        return new End(exitCode, hasDocument);
    }

    private static End run(String fault, Duration timeout) throws InterruptedException {
        SandboxOptions options =
                SandboxOptions.defaults().withBuildTime(Duration.ofMillis(50)).withFaults(fault);
        try (TestSandbox sandbox = TestSandbox.start(options)) {
            End end = run(new ReleaseUpdates(connect(sandbox)), timeout, event -> {});
            assertTrue(sandbox.sandbox.mostConcurrent(request -> request.path().startsWith("/v7/")) <= 2);
            assertEquals(0, sandbox.sandbox.redirectedRequests().size(), "redirects are not followed");
            return end;
        }
    }

    private static BalenaCloud connect(TestSandbox sandbox) {
        return new Connection(
                        sandbox.sandbox.url(),
                        sandbox.sandbox.url(),
                        Network.DIRECT,
                        Credentials.of(sandbox.sandbox.token(), "the test"),
                        "test/1",
                        LITTLE,
                        notice -> {},
                        line -> {})
                .open();
    }

    private static End run(ReleaseUpdates updates, Duration timeout, Consumer<PreparationEvent> events)
            throws InterruptedException {
        Deadline deadline = Deadline.after(timeout, System::nanoTime);
        ReleaseUpdate described;
        try {
            described = updates.describe(
                    new ReleaseReference.Id(1900102), new ReleaseReference.Id(1900106), Optional.empty(), deadline);
        } catch (BalenaException e) {
            return new End(ExitCode.of(e).number(), false);
        }
        Preparation end = updates.prepare(
                described, new PreparationOptions(true, deadline, Duration.ofMillis(50), 2, 10), events);
        try {
            Endings.throwUnlessDone(end, described.with(end.states()), Optional.of(timeout));
            return new End(0, true);
        } catch (BalenaException e) {
            return new End(ExitCode.of(e).number(), true);
        }
    }
}

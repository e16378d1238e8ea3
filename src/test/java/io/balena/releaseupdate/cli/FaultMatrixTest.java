package io.balena.releaseupdate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.PreparationOptions;
import io.balena.releaseupdate.ReleaseUpdates;
import io.balena.releaseupdate.cli.process.ExitCode;
import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.cloud.Connection;
import io.balena.releaseupdate.cloud.Credentials;
import io.balena.releaseupdate.cloud.Patience;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.balena.releaseupdate.settings.Network;
import io.balena.releaseupdate.settings.Session;
import io.balena.releaseupdate.settings.TokenSources;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One fault of every kind at every place of {@code --wait}, once and for good: what the exit code is, and whether there
 * is a document.
 */
@QuarkusTest
class FaultMatrixTest {

    private static final String REFRESH = "/user/v1/refresh-token";

    @TempDir
    Path folder;

    /** Enough for a server that answers, and soon over with one that does not. */
    static final Patience LITTLE = new Patience(
            Duration.ofSeconds(2),
            Duration.ofMillis(800),
            Duration.ofMillis(1_000),
            2,
            Duration.ofMillis(10),
            Duration.ofMillis(200));

    private static final Map<String, String> PATHS =
            Map.of("describe", "/v7/release", "poll", "/v7/delta", "trigger", "/api/v3/delta");

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(2);

    /**
     * How it ended.
     *
     * @param requests those to the place where the fault is
     */
    private record End(int exitCode, boolean hasDocument, long requests) {}

    /** What is expected: an exit code and a number of requests, {@code 7:1}, or at least so many, {@code 124:3+}. */
    private record Cell(String expected) {
        private int exitCode() {
            return Integer.parseInt(expected.substring(0, expected.indexOf(':')));
        }

        private void check(boolean hasDocument, End end) {
            String requests = expected.substring(expected.indexOf(':') + 1);
            long number = Long.parseLong(requests.replace("+", ""));
            boolean enough = requests.endsWith("+") ? end.requests() >= number : end.requests() == number;
            assertTrue(
                    end.exitCode() == exitCode() && end.hasDocument() == hasDocument && enough,
                    () -> "expected " + expected + (hasDocument ? " with" : " without") + " a document, got " + end);
        }

        /** Waits for the deadline take as long as it; the others end by themselves. */
        private Duration timeout() {
            return exitCode() == 124 ? SHORT : LONG;
        }
    }

    /**
     * A passing fault is got over; 4xx, an odd answer and an invalid token are final where they say something final. Of
     * the two deltas, the request for one meets the fault. With an invalid token nothing is found, so that the digits are
     * tried as a commit, too.
     */
    @ParameterizedTest(name = "{0} once: describe {1}, trigger {2}, poll {3}")
    @CsvSource({
        "429/0,      0:2, 0:3, 0:3+",
        "500,        0:2, 0:3, 0:3+",
        "503,        0:2, 0:3, 0:3+",
        "425,        0:2, 0:3, 0:3+",
        "408,        0:2, 0:3, 0:3+",
        "reset,      0:2, 0:3, 0:3+",
        "truncate,   0:2, 0:3, 0:3+",
        "slow/0.1,   0:1, 0:2, 0:2+",
        "400,        7:1, 6:2, 0:3+",
        "404,        7:1, 6:2, 0:3+",
        "403,        7:1, 6:2, 0:3+",
        "401,        7:1, 4:1+, 0:3+",
        "html,       7:1, 124:2, 0:3+",
        "garbage,    7:1, 124:2, 0:3+",
        "empty,      7:1, 124:2, 0:3+",
        "wrong-type, 7:1, 124:2, 0:3+",
        "redirect,   7:1, 124:2, 0:3+",
        "expired,    4:2, 4:1+, 4:2",
        // Being built, as far as the delta server says; that nothing was built shows much later only.
        "502,        0:2, 124:2, 0:3+",
        "504,        0:2, 124:2, 0:3+",
        "hang,       0:2, 124:2, 0:3+",
    })
    void once(String kind, String describe, String trigger, String poll) throws InterruptedException {
        Cell inDescription = new Cell(describe);
        inDescription.check(inDescription.exitCode() == 0, run("describe", kind + "*1", LONG));
        Cell inTrigger = new Cell(trigger);
        inTrigger.check(true, run("trigger", kind + "*1", inTrigger.timeout()));
        Cell inPoll = new Cell(poll);
        inPoll.check(true, run("poll", kind + "*1", inPoll.timeout()));
    }

    /**
     * Where a fault stays, the description fails, and a wait goes on until its deadline and prints what is known; polls
     * that are refused ten times in a row end it, after the one of the description.
     */
    @ParameterizedTest(name = "{0} for good: describe {1}, trigger {2}, poll {3}")
    @CsvSource({
        "429/0,    7:3, 124:6+, 124:4+",
        "429/9,    7:1, 124:2+, 124:2+",
        "500,      7:3, 124:6+, 124:4+",
        "502,      7:3, 124:2,  124:4+",
        "503,      7:3, 124:6+, 124:4+",
        "504,      7:3, 124:2,  124:4+",
        "reset,    7:3, 124:6+, 124:4+",
        "truncate, 7:3, 124:6+, 124:4+",
        "hang,     7:3, 124:2,  124:3+",
        "404,      7:1, 6:2,    7:11",
        "403,      7:1, 6:2,    7:11",
        "401,      7:1, 4:1+,   7:11",
        "html,     7:1, 124:2,  124:3+",
        "expired,  4:2, 4:1+,   4:2",
    })
    void forGood(String kind, String describe, String trigger, String poll) throws InterruptedException {
        new Cell(describe).check(false, run("describe", kind, LONG));
        Cell inTrigger = new Cell(trigger);
        inTrigger.check(true, run("trigger", kind, inTrigger.timeout()));
        Cell inPoll = new Cell(poll);
        inPoll.check(true, run("poll", kind, inPoll.timeout()));
    }

    /** A session older than a day is renewed first; where that can't be, it is used as it is, for it is valid still. */
    @ParameterizedTest(name = "{0} at the renewal of the session: once {1}, for good {2}")
    @CsvSource({
        "429/0,      0:2, 0:3",
        "500,        0:2, 0:3",
        "502,        0:2, 0:3",
        "503,        0:2, 0:3",
        "504,        0:2, 0:3",
        "425,        0:2, 0:3",
        "408,        0:2, 0:3",
        "reset,      0:2, 0:3",
        "truncate,   0:2, 0:3",
        "hang,       0:2, 0:3",
        "slow/0.1,   0:1, 0:1",
        "429/9,      0:1, 0:1",
        "400,        0:1, 0:1",
        "403,        0:1, 0:1",
        "404,        0:1, 0:1",
        "html,       0:1, 0:1",
        "garbage,    0:1, 0:1",
        "empty,      0:1, 0:1",
        "wrong-type, 0:1, 0:1",
        "redirect,   0:1, 0:1",
        "401,        4:1, 4:1",
        "expired,    4:1, 4:1",
    })
    void atTheRenewalOfTheSession(String kind, String once, String forGood) throws Exception {
        checkRenewal(new Cell(once), "refresh=" + kind + "*1", LONG);
        checkRenewal(new Cell(forGood), "refresh=" + kind, LONG);
    }

    @Test
    void theRenewalOfTheSessionKeepsTheDeadline() throws Exception {
        checkRenewal(new Cell("124:1"), "refresh=hang", Duration.ofMillis(600));
    }

    private void checkRenewal(Cell cell, String fault, Duration timeout) throws Exception {
        Instant now = Instant.now();
        try (TestSandbox sandbox = TestSandbox.start(fault)) {
            String old = sandbox.sandbox.sessionToken(now.minus(Duration.ofHours(30)), now.plus(Duration.ofHours(9)));
            Files.writeString(folder.resolve("token"), old);
            TokenSources sources =
                    new TokenSources(Optional.empty(), Map.of(), Optional.of(folder), InputStream.nullInputStream());
            Session session = Session.open(sources, Clock.systemUTC(), warning -> {}, Deadline.never());
            Credentials credentials =
                    Credentials.of(session, (token, until) -> connection(sandbox, Credentials.of(token, "the test"))
                            .refreshedToken(until));
            AtomicBoolean hasDocument = new AtomicBoolean();
            ReleaseUpdates updates =
                    new ReleaseUpdates(connection(sandbox, credentials).open());
            int exitCode = run(updates, timeout, hasDocument, event -> {});
            assertEquals(0, sandbox.sandbox.redirectedRequests().size(), "redirects are not followed");
            cell.check(cell.exitCode() == 0, new End(exitCode, hasDocument.get(), sandbox.requests(REFRESH)));
        }
    }

    @Test
    void theReadmeSaysHowMuchIsTried() throws IOException {
        int ofReleases = cells(FaultMatrixTest.class);
        int ofFleets = cells(FleetFaultMatrixTest.class);
        String claim = "%d combinations of a fault and a place this way, %d for two releases and %d for a fleet"
                .formatted(ofReleases + ofFleets, ofReleases, ofFleets);
        System.out.println("Fault matrix: " + claim);
        String readme = Files.readString(Path.of("README.md")).replaceAll("\\s+", " ");
        assertTrue(readme.contains(claim), claim);
    }

    /** Fields of the tables of faults but for their first column, which names the fault. */
    private static int cells(Class<?> matrix) {
        int cells = 0;
        for (Method method : matrix.getDeclaredMethods()) {
            CsvSource table = method.getAnnotation(CsvSource.class);
            boolean isOfRequests = table != null && table.value()[0].matches(".*[0-9]+:[0-9]+.*");
            if (isOfRequests) {
                cells += table.value().length * (table.value()[0].split(",").length - 1);
            }
        }
        return cells;
    }

    /** Of the two deltas each fails as often as that. */
    @ParameterizedTest
    @CsvSource({"build=fail*2, 0:6", "build/main=fail, 6:4", "build=fail*1, 0:4"})
    void builds(String fault, String expected) throws InterruptedException {
        new Cell(expected).check(true, run("trigger", SandboxOptions.defaults().withFaults(fault), LONG));
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
            int exitCode = run(new ReleaseUpdates(connect(sandbox)), LONG, new AtomicBoolean(), event -> {
                if (event instanceof PreparationEvent.Changed changed
                        && changed.after() instanceof DeltaState.Building) {
                    clock.offset = clock.offset.plusMinutes(4);
                }
            });
            assertEquals(0, exitCode);
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

    private static End run(String place, String fault, Duration timeout) throws InterruptedException {
        return run(place, SandboxOptions.defaults().withFaults(place + "=" + fault), timeout);
    }

    private static End run(String place, SandboxOptions options, Duration timeout) throws InterruptedException {
        try (TestSandbox sandbox = TestSandbox.start(options.withBuildTime(Duration.ofMillis(50)))) {
            AtomicBoolean hasDocument = new AtomicBoolean();
            int exitCode = run(new ReleaseUpdates(connect(sandbox)), timeout, hasDocument, event -> {});
            assertTrue(sandbox.sandbox.mostConcurrent(request -> request.path().startsWith("/v7/")) <= 2);
            assertEquals(0, sandbox.sandbox.redirectedRequests().size(), "redirects are not followed");
            return new End(exitCode, hasDocument.get(), sandbox.requests(PATHS.get(place)));
        }
    }

    private static BalenaCloud connect(TestSandbox sandbox) {
        return connection(sandbox, Credentials.of(sandbox.sandbox.token(), "the test"))
                .open();
    }

    private static Connection connection(TestSandbox sandbox, Credentials credentials) {
        return new Connection(
                sandbox.sandbox.url(),
                sandbox.sandbox.url(),
                Network.DIRECT,
                credentials,
                "test/1",
                LITTLE,
                notice -> {},
                line -> {});
    }

    private static int run(
            ReleaseUpdates updates, Duration timeout, AtomicBoolean hasDocument, Consumer<PreparationEvent> events)
            throws InterruptedException {
        Deadline deadline = Deadline.after(timeout, System::nanoTime);
        ReleaseUpdate described;
        try {
            described = updates.describe(
                    new ReleaseReference.Id(1900102), new ReleaseReference.Id(1900106), Optional.empty(), deadline);
        } catch (BalenaException e) {
            return ExitCode.of(e).number();
        }
        hasDocument.set(true);
        Preparation end = updates.prepare(
                described, new PreparationOptions(true, deadline, Duration.ofMillis(50), 2, 10), events);
        try {
            Endings.throwUnlessDone(end, described.with(end.states()), Optional.of(timeout));
            return 0;
        } catch (BalenaException e) {
            return ExitCode.of(e).number();
        }
    }
}

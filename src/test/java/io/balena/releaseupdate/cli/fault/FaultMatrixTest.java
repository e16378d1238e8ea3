package io.balena.releaseupdate.cli.fault;

import static io.balena.releaseupdate.cli.fault.FaultyWait.LONG;
import static io.balena.releaseupdate.cli.fault.FaultyWait.SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.cli.fault.FaultyWait.End;
import io.balena.releaseupdate.cli.fault.FaultyWait.Expected;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.cli.harness.TimeLapse;
import io.balena.releaseupdate.cli.pages.Pages;
import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One fault of every kind at every place of {@code --wait}, once and permanently: what the exit code is, and whether there
 * is a document.
 */
@QuarkusTest
class FaultMatrixTest {

    private static final List<String> PLACES = List.of("describe", "trigger", "poll");
    private static final Map<String, String> PATHS =
            Map.of("describe", "/v7/release", "trigger", "/api/v3/delta", "poll", "/v7/delta");

    /**
     * A passing fault is got over; so is one odd answer during a wait. In the description, 4xx and an odd answer are
     * final. An invalid token always is; nothing is found then, so that the digits are tried as a commit, too. Of the two
     * deltas, the request for one meets the fault. One more request may come if a request is cancelled since a poll shows
     * its delta: that may close the connection that another one has just been given.
     */
    private static final String[] ONCE = {
        "429/0,      0:2, 0:3-4, 0:3+",
        "500,        0:2, 0:3-4, 0:3+",
        "503,        0:2, 0:3-4, 0:3+",
        "425,        0:2, 0:3-4, 0:3+",
        "408,        0:2, 0:3-4, 0:3+",
        "reset,      0:2, 0:3-4, 0:3+",
        "truncate,   0:2, 0:3-4, 0:3+",
        "slow/0.1,   0:1, 0:2, 0:2+",
        "400,        7:1, 0:3-4, 0:3+",
        "404,        7:1, 0:3-4, 0:3+",
        "403,        7:1, 0:3-4, 0:3+",
        "401,        7:1, 0:3-4, 0:3+",
        "html,       7:1, 124:2, 0:3+",
        "garbage,    7:1, 124:2, 0:3+",
        "empty,      7:1, 124:2, 0:3+",
        "wrong-type, 7:1, 124:2, 0:3+",
        "redirect,   7:1, 124:2, 0:3+",
        "expired,    4:2, 4:1+, 4:2+",
        // Being built, as far as the delta server says; that nothing was built shows much later only.
        "502,        0:2, 124:2, 0:3+",
        "504,        0:2, 124:2, 0:3+",
        "hang,       0:2, 124:2, 0:3+",
    };

    @ParameterizedTest
    @MethodSource
    void once(FaultTable.Row row) {
        row.check();
    }

    static List<FaultTable.Row> once() {
        return FaultTable.rows(ONCE, (kind, place, expected) -> {
            Expected cell = new Expected(expected);
            boolean hasDocument = place > 0 || cell.exitCode() == 0;
            check(PLACES.get(place), kind + "*1", cell, hasDocument);
        });
    }

    /**
     * Where a fault stays, the description fails, and a wait goes on until its deadline and prints what is known; polls
     * that are refused ten times in a row end it, after the one of the description.
     */
    private static final String[] FOR_GOOD = {
        "429/0,    7:3, 124:6+, 124:4+",
        "429/9,    7:1, 124:2+, 124:2+",
        "500,      7:3, 124:6+, 124:4+",
        "502,      7:3, 124:2,  124:4+",
        "503,      7:3, 124:6+, 124:4+",
        "504,      7:3, 124:2,  124:4+",
        "reset,    7:3, 124:6+, 124:4+",
        "truncate, 7:3, 124:6+, 124:4+",
        "hang,     7:3, 124:2,  124:3+",
        "404,      7:1, 124:5+, 7:11+",
        "403,      7:1, 124:5+, 7:11+",
        "401,      7:1, 124:5+, 7:11+",
        "html,     7:1, 124:2,  124:3+",
        "expired,  4:2, 4:1+,   4:2+",
    };

    @ParameterizedTest
    @MethodSource
    void forGood(FaultTable.Row row) {
        row.check();
    }

    static List<FaultTable.Row> forGood() {
        return FaultTable.rows(
                FOR_GOOD, (kind, place, expected) -> check(PLACES.get(place), kind, new Expected(expected), place > 0));
    }

    /** Of the two deltas each fails as often as that. */
    private static final String[] BUILDS = {"build=fail*2, 0:6", "build/main=fail, 6:4", "build=fail*1, 0:4"};

    @ParameterizedTest
    @MethodSource
    void builds(FaultTable.Row row) {
        row.check();
    }

    static List<FaultTable.Row> builds() {
        return FaultTable.rows(BUILDS, (fault, place, expected) -> {
            Expected cell = new Expected(expected);
            cell.check(fault, true, run("trigger", fault, LONG, cell.speed()));
        });
    }

    @Test
    void itsPageSaysHowMuchIsTried() {
        int ofReleases = FaultTable.cells(ONCE)
                + FaultTable.cells(FOR_GOOD)
                + FaultTable.cells(BUILDS)
                + FaultTable.cells(RenewalFaultMatrixTest.FAULTS);
        int ofFleets = FaultTable.cells(FleetFaultMatrixTest.ONCE)
                + FaultTable.cells(FleetFaultMatrixTest.FOR_GOOD)
                + FaultTable.cells(FleetFaultMatrixTest.ODD_WRITES);
        String claim = "%d combinations of a fault and a place this way, %d for two releases and %d for a fleet"
                .formatted(ofReleases + ofFleets, ofReleases, ofFleets);
        String page = Pages.text(Pages.SANDBOX).replaceAll("\\s+", " ");
        assertTrue(page.contains(claim), claim);
    }

    /** Also on a machine whose clock is hours off: staleness goes by balena's clock. */
    @Test
    void aStuckBuildIsRequestedAgain() throws InterruptedException {
        var clock = new OffsetClock(Duration.ofHours(-5));
        SandboxOptions options = SandboxOptions.defaults()
                .withBuildTime(Duration.ofMillis(50))
                .withFaults("build/main=stuck*1")
                .withClock(clock);
        try (TestSandbox sandbox = TestSandbox.start(options)) {
            int exitCode = FaultyWait.run(connect(sandbox, ""), new TimeLapse(1), LONG, new AtomicBoolean(), event -> {
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

    private static void check(String place, String fault, Expected expected, boolean hasDocument)
            throws InterruptedException {
        // With more time a description would wait for as long as the server says.
        Duration timeout = fault.equals("429/9") ? SHORT : expected.timeout();
        expected.check(place + "=" + fault, hasDocument, run(place, place + "=" + fault, timeout, expected.speed()));
    }

    private static End run(String place, String fault, Duration timeout, int speed) throws InterruptedException {
        SandboxOptions options =
                SandboxOptions.defaults().withBuildTime(Duration.ofMillis(50)).withFaults(fault);
        try (TestSandbox sandbox = TestSandbox.start(options)) {
            AtomicBoolean hasDocument = new AtomicBoolean();
            int exitCode =
                    FaultyWait.run(connect(sandbox, fault), new TimeLapse(speed), timeout, hasDocument, event -> {});
            assertTrue(sandbox.sandbox.mostConcurrent(request -> request.path().startsWith("/v7/")) <= 3);
            assertEquals(0, sandbox.sandbox.redirectedRequests().size(), "redirects are not followed");
            return new End(exitCode, hasDocument.get(), sandbox.requests(PATHS.get(place)));
        }
    }

    private static BalenaCloud connect(TestSandbox sandbox, String fault) {
        return FaultyWait.connection(sandbox.sandbox, FaultyWait.timeouts(fault))
                .open(sandbox.sandbox.token(), "the test");
    }
}

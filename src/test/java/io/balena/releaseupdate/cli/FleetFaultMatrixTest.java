package io.balena.releaseupdate.cli;

import static io.balena.releaseupdate.cli.FaultyWait.LONG;
import static io.balena.releaseupdate.cli.FaultyWait.SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.balena.releaseupdate.PreparationOptions;
import io.balena.releaseupdate.cli.process.ExitCode;
import io.balena.releaseupdate.cloud.Connection;
import io.balena.releaseupdate.cloud.Credentials;
import io.balena.releaseupdate.fleet.FleetUpdates;
import io.balena.releaseupdate.fleet.HastyFleetUpdates;
import io.balena.releaseupdate.fleet.Sources;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.TargetReference;
import io.balena.releaseupdate.sandbox.Sandbox;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.balena.releaseupdate.sandbox.SandboxRequest;
import io.balena.releaseupdate.settings.Network;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One fault of every kind at every place of {@code fleet --pin}, once and for good: what the exit code is, whether there
 * is a document, how many requests that took, and what the fleet runs then.
 */
@QuarkusTest
class FleetFaultMatrixTest {

    private static final Map<String, String> PATHS = Map.of("describe", "/v7/release", "fleet", "/v7/application");
    private static final long SHOP = 1700002;
    private static final long BEFORE = 1900104;
    private static final long TARGET = 1900106;

    /**
     * How it ended.
     *
     * @param requests those to the place where the fault is
     * @param writes PATCH requests
     * @param release what the fleet runs
     */
    private record End(int exitCode, boolean hasDocument, long requests, long writes, long release) {}

    /**
     * The releases are asked for three times and the fleet twice for the description; the fleet once more before it is
     * written, which is the other place, and once after. What is expected is an exit code and the number of requests to
     * the place. A passing fault is got over; a final one ends it, and is never followed by a write. Whether the fleet
     * is pinned then follows from these: unless the very last look fails, it is where the exit code is 0.
     */
    static final String[] ONCE = {
        "429/0,      0:4, 0:4, 0:4, 0:5, 0:5, 0:5, 0:5, 0:2",
        "500,        0:4, 0:4, 0:4, 0:5, 0:5, 0:5, 0:5, 0:2",
        "502,        0:4, 0:4, 0:4, 0:5, 0:5, 0:5, 0:5, 0:2",
        "503,        0:4, 0:4, 0:4, 0:5, 0:5, 0:5, 0:5, 0:2",
        "504,        0:4, 0:4, 0:4, 0:5, 0:5, 0:5, 0:5, 0:2",
        "425,        0:4, 0:4, 0:4, 0:5, 0:5, 0:5, 0:5, 0:2",
        "408,        0:4, 0:4, 0:4, 0:5, 0:5, 0:5, 0:5, 0:2",
        "reset,      0:4, 0:4, 0:4, 0:5, 0:5, 0:5, 0:5, 0:2",
        "truncate,   0:4, 0:4, 0:4, 0:5, 0:5, 0:5, 0:5, 0:2",
        "hang,       0:4, 0:4, 0:4, 0:5, 0:5, 0:5, 0:5, 0:2",
        // A write that was done is seen to be, and not repeated.
        "lost,       0:4, 0:4, 0:4, 0:5, 0:5, 0:5, 0:5, 0:1",
        "slow/0.1,   0:3, 0:3, 0:3, 0:4, 0:4, 0:4, 0:4, 0:1",
        "400,        7:1, 7:2, 7:3, 7:1, 7:2, 7:3, 7:4, 7:1",
        "401,        7:1, 7:2, 7:3, 7:1, 7:2, 7:3, 7:4, 7:1",
        "403,        7:1, 7:2, 7:3, 7:1, 7:2, 7:3, 7:4, 7:1",
        "404,        7:1, 7:2, 7:3, 7:1, 7:2, 7:3, 7:4, 7:1",
        "redirect,   7:1, 7:2, 7:3, 7:1, 7:2, 7:3, 7:4, 7:1",
        // The first release asked for is not found then, and tried as a commit.
        "expired,    4:2, 4:2, 4:3, 4:1, 4:2, 4:3, 4:4, 4:1",
        // To a write, something that is not balena answered well: it is repeated.
        "html,       7:1, 7:2, 7:3, 7:1, 7:2, 7:3, 7:4, 0:2",
        "empty,      7:1, 7:2, 7:3, 7:1, 7:2, 7:3, 7:4, 0:2",
        "object,     7:1, 7:2, 7:3, 7:1, 7:2, 7:3, 7:4, 0:2",
        "garbage,    7:1, 7:2, 7:3, 7:1, 7:2, 7:3, 7:4, 0:2",
        "wrong-type, 7:1, 7:2, 7:3, 7:1, 7:2, 7:3, 7:4, 0:2",
    };

    /** The places of both tables, and which request to them is the first one with the fault. */
    private static final List<Place> PLACES = List.of(
            new Place("describe", 1),
            new Place("describe", 2),
            new Place("describe", 3),
            new Place("fleet", 1),
            new Place("fleet", 2),
            new Place("fleet", 3),
            new Place("fleet", 4),
            new Place("pin", 1));

    private record Place(String name, int request) {}

    @ParameterizedTest
    @MethodSource
    void once(FaultTable.Row row) {
        row.check();
    }

    static List<FaultTable.Row> once() {
        return FaultTable.rows(ONCE, (kind, place, expected) -> check(PLACES.get(place), kind + "*1", expected));
    }

    /** A fault that stays: at the releases, at the fleet from its first look on, from that before and after the write. */
    static final String[] FOR_GOOD = {
        "429/0,    7:3, 7:3, 7:5, 7:6, 7:6",
        "429/3600, 7:1, 7:1, 7:3, 7:4, 7:1",
        "500,      7:3, 7:3, 7:5, 7:6, 7:6",
        "503,      7:3, 7:3, 7:5, 7:6, 7:6",
        "reset,    7:3, 7:3, 7:5, 7:6, 7:6",
        "truncate, 7:3, 7:3, 7:5, 7:6, 7:6",
        "hang,     7:3, 7:3, 7:5, 7:6, 7:6",
        "lost,     7:3, 7:3, 7:5, 7:6, 0:1",
        "html,     7:1, 7:1, 7:3, 7:4, 7:6",
        "400,      7:1, 7:1, 7:3, 7:4, 7:1",
        "redirect, 7:1, 7:1, 7:3, 7:4, 7:1",
        "expired,  4:2, 4:1, 4:3, 4:4, 4:1",
    };

    @ParameterizedTest
    @MethodSource
    void forGood(FaultTable.Row row) {
        row.check();
    }

    static List<FaultTable.Row> forGood() {
        int[] places = {0, 3, 5, 6, 7};
        return FaultTable.rows(FOR_GOOD, (kind, place, expected) -> check(PLACES.get(places[place]), kind, expected));
    }

    /** @param expected exit code and number of requests to the place, {@code 7:1} */
    private static void check(Place where, String kind, String expected) throws InterruptedException {
        String place = where.name();
        int n = where.request();
        int exitCode = Integer.parseInt(expected.split(":")[0]);
        long requests = Long.parseLong(expected.split(":")[1]);
        boolean isInDescription = place.equals("describe") || place.equals("fleet") && n <= 2;
        boolean isAfterTheWrite = place.equals("fleet") && n == 4;
        boolean isPinned = exitCode == 0 || isAfterTheWrite;
        long writes = place.equals("pin") ? requests : isPinned ? 1 : 0;
        End wanted = new End(exitCode, exitCode == 0 || !isInDescription, requests, writes, isPinned ? TARGET : BEFORE);
        String fault = place + "=" + kind;
        String[] faults = n == 1 ? new String[] {fault} : new String[] {place + "=slow/0*" + (n - 1), fault};
        try (Sandbox sandbox = start(faults)) {
            assertEquals(wanted, end(sandbox, place, LONG), () -> place + " " + n + ", " + kind);
            assertEquals(0, sandbox.redirectedRequests().size(), "redirects are not followed");
        }
    }

    /** Whatever became of the first run, the second one completes. */
    @ParameterizedTest
    @ValueSource(
            strings = {"pin=lost*1", "pin=400*1", "pin=429/3600*1", "fleet=slow/0*3,fleet=400*1", "describe=400*1"})
    void runAgainItCompletes(String faults) throws Exception {
        try (Sandbox sandbox = start(faults.split(","))) {
            end(sandbox, "pin", LONG);
            End again = end(sandbox, "pin", LONG);
            assertEquals(0, again.exitCode());
            assertEquals(TARGET, again.release());
        }
    }

    /** Somebody else pins the fleet while our write is on its way, which the look before it can't have seen. */
    @Test
    void aWriteThatArrivesLateDoesNotUndoWhatSomebodyElseDid() throws Exception {
        try (Sandbox sandbox = start("pin=slow/0.2*1")) {
            var repinned = CompletableFuture.runAsync(() -> {
                while (sandbox.requests().stream()
                        .noneMatch(request -> request.method().equals("PATCH"))) {
                    Thread.onSpinWait();
                }
                sandbox.world().pin(SHOP, 1900103);
            });
            assertEquals(new End(9, true, 1, 1, 1900103), end(sandbox, "pin", LONG));
            repinned.join();
        }
    }

    @ParameterizedTest
    @CsvSource({"trigger=404, 6", "trigger=401, 124", "poll=expired, 4", "trigger=503, 124"})
    void aPreparationThatFailsForGoodKeepsTheFleetAsItIs(String fault, int exitCode) throws Exception {
        try (Sandbox sandbox = start(fault)) {
            Duration timeout = exitCode == 124 ? SHORT : LONG;
            assertEquals(new End(exitCode, true, 0, 0, BEFORE), end(sandbox, "pin", timeout));
        }
    }

    private static Sandbox start(String... faults) {
        return Sandbox.start(
                TestSandbox.VERTX,
                SandboxOptions.defaults().withBuildTime(Duration.ofMillis(50)).withFaults(faults));
    }

    private static End end(Sandbox sandbox, String place, Duration timeout) throws InterruptedException {
        AtomicBoolean hasDocument = new AtomicBoolean();
        int exitCode = pin(sandbox, timeout, hasDocument);
        long writes = count(sandbox, request -> !request.method().equals("GET"));
        long requests = place.equals("pin")
                ? writes
                : count(
                        sandbox,
                        request ->
                                request.method().equals("GET") && request.path().equals(PATHS.get(place)));
        return new End(
                exitCode,
                hasDocument.get(),
                requests,
                writes,
                sandbox.world().pinnedRelease(SHOP).orElse(0));
    }

    private static long count(Sandbox sandbox, Predicate<SandboxRequest> isCounted) {
        return sandbox.requests().stream().filter(isCounted).count();
    }

    private static int pin(Sandbox sandbox, Duration timeout, AtomicBoolean hasDocument) throws InterruptedException {
        Deadline deadline = Deadline.after(timeout, System::nanoTime);
        FleetUpdates updates = HastyFleetUpdates.of(new Connection(
                        sandbox.url(),
                        sandbox.url(),
                        Network.DIRECT,
                        Credentials.of(sandbox.token(), "the test"),
                        "test/1",
                        FaultyWait.LITTLE,
                        notice -> {},
                        line -> {})
                .open());
        try {
            FleetUpdate update = updates.describe(
                    new FleetReference.Slug("sandbox/shop"),
                    new TargetReference.Given(new ReleaseReference.Id(TARGET)),
                    Sources.ALL,
                    deadline);
            hasDocument.set(true);
            Preparation end = updates.prepare(
                    update, new PreparationOptions(true, deadline, Duration.ofMillis(50), 2, 10), event -> {});
            FleetUpdate prepared = update.with(end.states());
            FleetUpdate last = prepared.with(updates.pin(prepared, end, false, deadline, notice -> {}));
            FleetEndings.throwUnlessDone(end, last, Optional.of(timeout));
            return ExitCode.DONE.number();
        } catch (BalenaException e) {
            return ExitCode.of(e).number();
        }
    }
}

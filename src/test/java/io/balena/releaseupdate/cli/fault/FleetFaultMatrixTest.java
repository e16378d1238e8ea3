package io.balena.releaseupdate.cli.fault;

import static io.balena.releaseupdate.cli.fault.FaultyWait.LONG;
import static io.balena.releaseupdate.cli.fault.FaultyWait.SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.PreparationOptions;
import io.balena.releaseupdate.ReleaseUpdates;
import io.balena.releaseupdate.cli.error.PreparationErrors;
import io.balena.releaseupdate.cli.harness.SkippingClock;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.cli.harness.TimeLapse;
import io.balena.releaseupdate.cli.process.ExitCode;
import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.cloud.Timeouts;
import io.balena.releaseupdate.fleet.FleetUpdates;
import io.balena.releaseupdate.fleet.HastyFleetUpdates;
import io.balena.releaseupdate.fleet.PinOptions;
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
import io.quarkus.test.junit.QuarkusTest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One fault of every kind at every place of {@code fleet --pin}, once and permanently: what the exit code is, whether there
 * is a document, how many requests that took, and what the fleet runs then.
 */
@QuarkusTest
class FleetFaultMatrixTest {

    private static final Map<String, Set<String>> PATHS =
            Map.of("describe", Set.of("/v7/release"), "fleet", Set.of("/v7/application", "/v7/device"));
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
     * The releases are requested twice and the fleet and its devices three times for the description; the fleet once more
     * before it is written, which is the other place, and once after. What is expected is an exit code and the number of requests to
     * the place. A passing fault is got over, and so is one odd answer once the fleet is to be pinned; nothing is written
     * without a look. Whether the fleet is pinned then follows from these: unless the very last look fails, it is where
     * the exit code is 0.
     */
    static final String[] ONCE = {
        "429/0,      0:3, 0:3, 0:6, 0:6, 0:6, 0:6, 0:6, 0:2",
        "500,        0:3, 0:3, 0:6, 0:6, 0:6, 0:6, 0:6, 0:2",
        "502,        0:3, 0:3, 0:6, 0:6, 0:6, 0:6, 0:6, 0:2",
        "503,        0:3, 0:3, 0:6, 0:6, 0:6, 0:6, 0:6, 0:2",
        "504,        0:3, 0:3, 0:6, 0:6, 0:6, 0:6, 0:6, 0:2",
        "425,        0:3, 0:3, 0:6, 0:6, 0:6, 0:6, 0:6, 0:2",
        "408,        0:3, 0:3, 0:6, 0:6, 0:6, 0:6, 0:6, 0:2",
        "reset,      0:3, 0:3, 0:6, 0:6, 0:6, 0:6, 0:6, 0:2",
        "truncate,   0:3, 0:3, 0:6, 0:6, 0:6, 0:6, 0:6, 0:2",
        "hang,       0:3, 0:3, 0:6, 0:6, 0:6, 0:6, 0:6, 0:2",
        // A write that was done is seen to be, and not repeated.
        "lost,       0:3, 0:3, 0:6, 0:6, 0:6, 0:6, 0:6, 0:1",
        "slow/0.1,   0:2, 0:2, 0:5, 0:5, 0:5, 0:5, 0:5, 0:1",
        "400,        7:1, 7:2, 7:1, 7:2, 7:3, 0:6, 0:6, 0:2",
        "401,        7:1, 7:2, 7:1, 7:2, 7:3, 0:6, 0:6, 0:2",
        "403,        7:1, 7:2, 7:1, 7:2, 7:3, 0:6, 0:6, 0:2",
        "404,        7:1, 7:2, 7:1, 7:2, 7:3, 0:6, 0:6, 0:2",
        "redirect,   7:1, 7:2, 7:1, 7:2, 7:3, 0:6, 0:6, 0:2",
        // The first release looked up is not found then, and tried as a commit.
        "expired,    4:2, 4:2, 4:1, 4:2, 4:3, 4:4, 4:5, 4:1",
        "html,       7:1, 7:2, 7:1, 7:2, 7:3, 0:6, 0:6, 0:2",
        "empty,      7:1, 7:2, 7:1, 7:2, 7:3, 0:6, 0:6, 0:2",
        "object,     7:1, 7:2, 7:1, 7:2, 7:3, 0:6, 0:6, 0:2",
        "garbage,    7:1, 7:2, 7:1, 7:2, 7:3, 0:6, 0:6, 0:2",
        // Of a device only the names of its fields count.
        "wrong-type, 7:1, 7:2, 7:1, 0:5, 7:3, 0:6, 0:6, 0:2",
        "no-rows,    5:2, 0:3, 5:1, 0:7, 5:3, 0:6, 0:6, 0:2",
    };

    /** The places of both tables, and which request to them is the first one with the fault. */
    private static final List<Place> PLACES = List.of(
            new Place("describe", 1),
            new Place("describe", 2),
            new Place("fleet", 1),
            new Place("fleet", 2),
            new Place("fleet", 3),
            new Place("fleet", 4),
            new Place("fleet", 5),
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
        "429/0,    7:3, 7:3, 7:33, 7:37, 7:5",
        "429/3600, 7:1, 7:1, 7:5, 7:6, 7:1",
        "500,      7:3, 7:3, 7:33, 7:37, 7:2",
        "503,      7:3, 7:3, 7:33, 7:37, 7:2",
        "reset,    7:3, 7:3, 7:33, 7:37, 7:2",
        "truncate, 7:3, 7:3, 7:33, 7:37, 7:2",
        "hang,     7:3, 7:3, 7:33, 7:37, 7:2",
        "lost,     7:3, 7:3, 7:33, 7:37, 0:1",
        "html,     7:1, 7:1, 7:13, 7:15, 4:2",
        "400,      7:1, 7:1, 7:8, 7:9, 7:2",
        "redirect, 7:1, 7:1, 7:8, 7:9, 7:2",
        "expired,  4:2, 4:1, 4:4, 4:5, 4:1",
    };

    @ParameterizedTest
    @MethodSource
    void forGood(FaultTable.Row row) {
        row.check();
    }

    static List<FaultTable.Row> forGood() {
        int[] places = {0, 2, 5, 6, 7};
        return FaultTable.rows(FOR_GOOD, (kind, place, expected) -> check(PLACES.get(places[place]), kind, expected));
    }

    /**
     * Answers to the write that say something else than what was done, reads that lag behind it, and releases that become
     * unfit during the wait: exit code and number of writes. Only where the exit code is 0 is the fleet pinned.
     */
    static final String[] ODD_WRITES = {
        "pin=done/302*1,                  0:1",
        "pin=done/401*1,                  0:1",
        "pin=done/404*1,                  0:1",
        "pin=done/500*1,                  0:1",
        "pin=done/530*1,                  0:1",
        "pin=done/599*1,                  0:1",
        "pin=late/1*1,                    0:1",
        "pin=late/59*1,                   0:1",
        "pin=ignored*1,                   0:2",
        "pin=ignored,                     4:2",
        "pin=401,                         4:2",
        "pin=403,                         4:2",
        "pin=refused,                     5:1",
        "fleet=lag/2,                     0:1",
        "fleet=lag/10,                    0:1",
        "fleet=lag/60,                    0:2",
        "fleet=lag/5 pin=lost*1,          0:1",
        "fleet=lag/5 pin=done/404*1,      0:1",
        "fleet=lag/2 pin=late/59*1,       0:1",
        "release=invalidated/1900106*1,   5:0",
        "release=draft/1900106*1,         5:0",
        "release=failed/1900106*1,        5:0",
        "repin=someone/1900103*1,         9:0",
    };

    @ParameterizedTest
    @MethodSource
    void oddWrites(FaultTable.Row row) {
        row.check();
    }

    static List<FaultTable.Row> oddWrites() {
        return FaultTable.rows(ODD_WRITES, (faults, place, expected) -> checkWrite(faults, expected));
    }

    private static void checkWrite(String faults, String expected) throws InterruptedException {
        int exitCode = Integer.parseInt(expected.split(":")[0]);
        long writes = Long.parseLong(expected.split(":")[1]);
        long release = exitCode == 0 ? TARGET : exitCode == 9 ? 1900103 : BEFORE;
        try (Trial trial = start(faults.split(" "))) {
            assertEquals(new End(exitCode, true, writes, writes, release), end(trial, "pin", LONG), faults);
            assertEquals(0, trial.sandbox.redirectedRequests().size(), "redirects are not followed");
        }
    }

    /** @param expected exit code and number of requests to the place, {@code 7:1} */
    private static void check(Place where, String kind, String expected) throws InterruptedException {
        String place = where.name();
        int n = where.request();
        int exitCode = Integer.parseInt(expected.split(":")[0]);
        long requests = Long.parseLong(expected.split(":")[1]);
        boolean isInDescription = place.equals("describe") || place.equals("fleet") && n <= 3;
        boolean isAfterTheWrite = place.equals("fleet") && n == 5;
        boolean isPinned = exitCode == 0 || isAfterTheWrite;
        long writes = place.equals("pin") ? requests : isPinned ? 1 : 0;
        End wanted = new End(exitCode, exitCode == 0 || !isInDescription, requests, writes, isPinned ? TARGET : BEFORE);
        String fault = place + "=" + kind;
        String[] faults = n == 1 ? new String[] {fault} : new String[] {place + "=slow/0*" + (n - 1), fault};
        try (Trial trial = start(faults)) {
            if (kind.equals("hang") && place.equals("fleet") && !isInDescription) {
                trial.hurryOnceTheyHang(() -> requests(trial, place) >= n - 1);
            }
            assertEquals(wanted, end(trial, place, LONG), () -> place + " " + n + ", " + kind);
            assertEquals(0, trial.sandbox.redirectedRequests().size(), "redirects are not followed");
        }
    }

    @Test
    void namesTheRuleThatForbidsAPinInFull() throws Exception {
        try (Trial trial = start("pin=refused")) {
            end(trial, "pin", LONG);
            assertTrue(
                    trial.message.contains(
                            "'It is necessary that each release that should be running on an application,"
                                    + " has a status that is equal to \"success\" and belongs to the application.'"),
                    trial.message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pin=ignored", "pin=403"})
    void saysThatARoleIsMissing(String fault) throws Exception {
        try (Trial trial = start(fault)) {
            end(trial, "pin", LONG);
            assertTrue(trial.message.contains("lack the role: pinning takes a developer"), trial.message);
        }
    }

    /** Whatever became of the first run, the second one completes. */
    @ParameterizedTest
    @ValueSource(
            strings = {"pin=lost*1", "pin=400*1", "pin=429/3600*1", "fleet=slow/0*4,fleet=400*1", "describe=400*1"})
    void runAgainItCompletes(String faults) throws Exception {
        try (Trial trial = start(faults.split(","))) {
            end(trial, "pin", LONG);
            End again = end(trial, "pin", LONG);
            assertEquals(0, again.exitCode());
            assertEquals(TARGET, again.release());
        }
    }

    /** Somebody else pins the fleet while our write is on its way, which the look before it can't have seen. */
    @Test
    void aWriteThatArrivesLateDoesNotUndoWhatSomebodyElseDid() throws Exception {
        try (Trial trial = start()) {
            trial.sandbox.beforeEach(request -> {
                if (request.method().equals("PATCH")) {
                    trial.sandbox.world().pin(SHOP, 1900103);
                }
            });
            assertEquals(new End(9, true, 1, 1, 1900103), end(trial, "pin", LONG));
        }
    }

    @ParameterizedTest
    @CsvSource({"trigger=404, 6", "trigger=401, 124", "poll=expired, 4", "trigger=503, 124"})
    void aPreparationThatFailsForGoodKeepsTheFleetAsItIs(String fault, int exitCode) throws Exception {
        try (Trial trial = start(fault)) {
            Duration timeout = exitCode == 124 ? SHORT : LONG;
            assertEquals(new End(exitCode, true, 0, 0, BEFORE), end(trial, "pin", timeout));
        }
    }

    /** A sandbox whose clock goes with the time of the pinning. */
    private static final class Trial implements AutoCloseable {
        final SkippingClock clock = new SkippingClock();
        final Sandbox sandbox;
        BalenaCloud cloud;
        String message = "";

        Trial(String... faults) {
            SandboxOptions options = SandboxOptions.defaults()
                    .withBuildTime(Duration.ofMillis(50))
                    .withClock(clock);
            sandbox = Sandbox.start(TestSandbox.VERTX, options.withFaults(faults));
            cloud = connect(FaultyWait.timeouts(String.join(" ", faults)));
        }

        private BalenaCloud connect(Timeouts timeouts) {
            return FaultyWait.connection(sandbox, timeouts).open(sandbox.token(), "the test");
        }

        /** Waits patiently for answers that come, and hardly for some dozens of others. */
        void hurryOnceTheyHang(BooleanSupplier hang) {
            BalenaCloud patient = connect(FaultyWait.timeouts("none"));
            BalenaCloud impatient = connect(FaultyWait.timeouts(Duration.ofMillis(400)));
            Class<?>[] interfaces = {BalenaCloud.class};
            cloud = (BalenaCloud)
                    Proxy.newProxyInstance(BalenaCloud.class.getClassLoader(), interfaces, (proxy, method, given) -> {
                        try {
                            return method.invoke(hang.getAsBoolean() ? impatient : patient, given);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        @Override
        public void close() {
            sandbox.close();
        }
    }

    private static Trial start(String... faults) {
        return new Trial(faults);
    }

    private static End end(Trial trial, String place, Duration timeout) throws InterruptedException {
        AtomicBoolean hasDocument = new AtomicBoolean();
        int exitCode = pin(trial, timeout, hasDocument);
        Sandbox sandbox = trial.sandbox;
        return new End(
                exitCode,
                hasDocument.get(),
                requests(trial, place),
                requests(trial, "pin"),
                sandbox.world().pinnedRelease(SHOP).orElse(0));
    }

    private static long requests(Trial trial, String place) {
        if (place.equals("pin")) {
            return count(trial.sandbox, request -> !request.method().equals("GET"));
        }
        return count(
                trial.sandbox,
                request -> request.method().equals("GET") && PATHS.get(place).contains(request.path()));
    }

    private static long count(Sandbox sandbox, Predicate<SandboxRequest> isCounted) {
        return sandbox.requests().stream().filter(isCounted).count();
    }

    private static int pin(Trial trial, Duration timeout, AtomicBoolean hasDocument) throws InterruptedException {
        Sandbox sandbox = trial.sandbox;
        Deadline deadline = Deadline.after(timeout, System::nanoTime);
        ReleaseUpdates preparing = new ReleaseUpdates(trial.cloud, () -> new TimeLapse(FaultyWait.HURRY));
        FleetUpdates updates = HastyFleetUpdates.of(trial.cloud, preparing, trial.clock::skip);
        try {
            FleetUpdate update = updates.describe(
                    new FleetReference.Slug("sandbox/shop"),
                    new TargetReference.Given(new ReleaseReference.Id(TARGET)),
                    Sources.ALL,
                    deadline);
            hasDocument.set(true);
            Preparation end = updates.prepare(
                    update, new PreparationOptions(true, deadline, Duration.ofSeconds(1), 2, 10), event -> {});
            FleetUpdate prepared = update.with(end.states());
            FleetUpdate last = prepared.with(updates.pin(prepared, end, PinOptions.STRICT, deadline, notice -> {}));
            PreparationErrors.throwUnlessDone(end, last, Optional.of(timeout));
            return ExitCode.DONE.number();
        } catch (BalenaException e) {
            trial.message = e.getMessage();
            return ExitCode.of(e).number();
        }
    }
}

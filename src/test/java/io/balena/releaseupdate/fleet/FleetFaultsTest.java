package io.balena.releaseupdate.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.Preparation;
import io.balena.releaseupdate.PreparationOptions;
import io.balena.releaseupdate.cloud.Connection;
import io.balena.releaseupdate.cloud.Credentials;
import io.balena.releaseupdate.cloud.Network;
import io.balena.releaseupdate.cloud.Patience;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.PinOutcome;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.TargetReference;
import io.balena.releaseupdate.sandbox.Sandbox;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One fault of every kind at every place of {@code fleet --pin}, once and for good: how it ends, how many writes that
 * took, and what the fleet runs then.
 */
@QuarkusTest
class FleetFaultsTest {

    private static final Patience LITTLE = new Patience(
            Duration.ofSeconds(2),
            Duration.ofMillis(400),
            Duration.ofMillis(1_000),
            2,
            Duration.ofMillis(10),
            Duration.ofMillis(200));
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final long SHOP = 1700002;
    private static final long BEFORE = 1900104;
    private static final long TARGET = 1900106;
    private static final Vertx VERTX = Vertx.vertx();

    /**
     * How it ended.
     *
     * @param how the outcome of pinning, with {@code ?} where it is uncertain, or what the description failed with
     * @param writes PATCH requests
     * @param release what the fleet runs
     */
    private record End(String how, long writes, long release) {}

    @AfterAll
    static void closeVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Whichever of the requests it happens to: the releases' three, the fleet's two at first, one before and one after. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "429/0",
                "500",
                "502",
                "503",
                "504",
                "425",
                "408",
                "reset",
                "lost",
                "truncate",
                "hang",
                "slow/0.1"
            })
    void aPassingFaultOfAnyLookIsGotOver(String kind) throws Exception {
        for (int n = 1; n <= 4; n++) {
            assertEquals(pinned(1), run(nth("fleet", n, kind)), "fleet " + n);
        }
        for (int n = 1; n <= 3; n++) {
            assertEquals(pinned(1), run(nth("describe", n, kind)), "describe " + n);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, Unavailable",
        "401, Unavailable",
        "403, Unavailable",
        "404, Unavailable",
        "html, Unavailable",
        "empty, Unavailable",
        "object, Unavailable",
        "garbage, Unavailable",
        "wrong-type, Unavailable",
        "redirect, Unavailable",
        "expired, NotLoggedIn",
    })
    void aFinalFaultOfALookEndsItAndIsNeverFollowedByAWrite(String kind, String failure) throws Exception {
        for (int n = 1; n <= 2; n++) {
            assertEquals(new End(failure, 0, BEFORE), run(nth("fleet", n, kind)), "fleet " + n);
        }
        for (int n = 1; n <= 3; n++) {
            assertEquals(new End(failure, 0, BEFORE), run(nth("describe", n, kind)), "describe " + n);
        }
        assertEquals(new End(failure, 0, BEFORE), run(nth("fleet", 3, kind)), "the look before the write");
        assertEquals(new End(failure + "?", 1, TARGET), run(nth("fleet", 4, kind)), "the look after the write");
    }

    @ParameterizedTest
    @CsvSource({
        "429/0,      Pinned, 2",
        "500,        Pinned, 2",
        "502,        Pinned, 2",
        "503,        Pinned, 2",
        "504,        Pinned, 2",
        "425,        Pinned, 2",
        "408,        Pinned, 2",
        "reset,      Pinned, 2",
        "truncate,   Pinned, 2",
        "hang,       Pinned, 2",
        "lost,       Pinned, 1",
        "slow/0.1,   Pinned, 1",
        // Something that is not balena answered well.
        "html,       Pinned, 2",
        "empty,      Pinned, 2",
        "object,     Pinned, 2",
        "garbage,    Pinned, 2",
        "wrong-type, Pinned, 2",
        "400,        Unavailable, 1",
        "401,        Unavailable, 1",
        "403,        Unavailable, 1",
        "404,        Unavailable, 1",
        "redirect,   Unavailable, 1",
        "expired,    NotLoggedIn, 1",
    })
    void onceAtTheWrite(String kind, String how, long writes) throws Exception {
        long release = how.equals("Pinned") ? TARGET : BEFORE;
        assertEquals(new End(how, writes, release), run("pin=" + kind + "*1"));
    }

    @ParameterizedTest
    @CsvSource({
        "429/0, Unavailable?, 6",
        "429/3600, Unavailable?, 1",
        "500, Unavailable?, 6",
        "503, Unavailable?, 6",
        "reset, Unavailable?, 6",
        "truncate, Unavailable?, 6",
        "hang, Unavailable?, 6",
        "html, Unavailable?, 6",
        "lost, Pinned, 1",
        "400, Unavailable, 1",
        "redirect, Unavailable, 1",
        "expired, NotLoggedIn, 1",
    })
    void forGoodAtTheWrite(String kind, String how, long writes) throws Exception {
        long release = how.equals("Pinned") ? TARGET : BEFORE;
        assertEquals(new End(how, writes, release), run("pin=" + kind));
    }

    @ParameterizedTest
    @ValueSource(strings = {"429/0", "500", "503", "reset", "hang", "truncate"})
    void forGoodAtALook(String kind) throws Exception {
        assertEquals(new End("Unavailable", 0, BEFORE), run("fleet=" + kind));
        assertEquals(new End("Unavailable", 0, BEFORE), run("describe=" + kind));
        assertEquals(new End("Unavailable", 0, BEFORE), run("fleet=slow/0*2", "fleet=" + kind));
        assertEquals(new End("Unavailable?", 1, TARGET), run("fleet=slow/0*3", "fleet=" + kind));
    }

    /** Whatever became of the first run, the second one completes. */
    @ParameterizedTest
    @ValueSource(
            strings = {"pin=lost*1", "pin=400*1", "pin=429/3600*1", "fleet=slow/0*3,fleet=400*1", "describe=400*1"})
    void runAgainItCompletes(String faults) throws Exception {
        try (Sandbox sandbox = start(faults.split(","))) {
            end(sandbox, LONG);
            End again = end(sandbox, LONG);
            assertTrue(again.how().endsWith("Pinned"), again::toString);
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
            assertEquals(new End("Repinned", 1, 1900103), end(sandbox, LONG));
            repinned.join();
        }
    }

    @Test
    void aTriggerThatFailsForGoodKeepsTheFleetAsItIs() throws Exception {
        assertEquals(new End("Withheld", 0, BEFORE), run("trigger=404"));
        assertEquals(new End("Withheld", 0, BEFORE), run("trigger=401"));
        assertEquals(new End("Withheld", 0, BEFORE), run("poll=expired"));
        try (Sandbox sandbox = start("trigger=503")) {
            assertEquals(new End("Withheld", 0, BEFORE), end(sandbox, Duration.ofSeconds(2)));
        }
    }

    private static End pinned(long writes) {
        return new End("Pinned", writes, TARGET);
    }

    /** A fault of the n-th request at a place; those before are answered as usual. */
    private static String[] nth(String place, int n, String kind) {
        String fault = place + "=" + kind + "*1";
        return n == 1 ? new String[] {fault} : new String[] {place + "=slow/0*" + (n - 1), fault};
    }

    private static End run(String... faults) throws InterruptedException {
        try (Sandbox sandbox = start(faults)) {
            End end = end(sandbox, LONG);
            assertEquals(0, sandbox.redirectedRequests().size(), "redirects are not followed");
            return end;
        }
    }

    private static Sandbox start(String... faults) {
        return Sandbox.start(
                VERTX,
                SandboxOptions.defaults().withBuildTime(Duration.ofMillis(50)).withFaults(faults));
    }

    private static End end(Sandbox sandbox, Duration timeout) throws InterruptedException {
        String how = pin(sandbox, Deadline.after(timeout, System::nanoTime));
        long writes = sandbox.requests().stream()
                .filter(request -> !request.method().equals("GET"))
                .count();
        return new End(how, writes, sandbox.world().pinnedRelease(SHOP).orElse(0));
    }

    private static String pin(Sandbox sandbox, Deadline deadline) throws InterruptedException {
        var updates = new FleetUpdates(
                new Connection(
                                sandbox.url(),
                                sandbox.url(),
                                Network.DIRECT,
                                Credentials.of(sandbox.token(), "the test"),
                                "test/1",
                                LITTLE,
                                notice -> {},
                                line -> {})
                        .open(),
                pause -> {});
        try {
            FleetUpdate update = updates.describe(
                    new FleetReference.Slug("sandbox/shop"),
                    new TargetReference.Given(new ReleaseReference.Id(TARGET)),
                    Sources.ALL,
                    deadline);
            Preparation end = updates.prepare(
                    update, new PreparationOptions(true, deadline, Duration.ofMillis(50), 2, 10), event -> {});
            return name(updates.pin(update.with(end.states()), end, false, deadline, notice -> {}));
        } catch (BalenaException e) {
            return e.getClass().getSimpleName();
        }
    }

    private static String name(PinOutcome outcome) {
        return outcome instanceof PinOutcome.Failed failed
                ? failed.cause().getClass().getSimpleName() + (failed.isUncertain() ? "?" : "")
                : outcome.getClass().getSimpleName();
    }
}

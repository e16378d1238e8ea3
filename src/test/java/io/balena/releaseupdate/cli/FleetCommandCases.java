package io.balena.releaseupdate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.balena.releaseupdate.cli.golden.RecordedCase;
import io.balena.releaseupdate.cli.harness.CommandUnderTest;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.LargeFleet;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.balena.releaseupdate.sandbox.SandboxRequest;
import io.balena.releaseupdate.sandbox.StandardWorld;
import io.balena.releaseupdate.sandbox.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The fleet command as a user runs it; {@code FleetCommandIT} runs the same on the executable. */
abstract class FleetCommandCases {

    private final CommandUnderTest command = CommandUnderTest.hurried();

    private static final long SHOP = 1700002;
    private static final long BIG = 1700003;
    private static final long SHOP_BEFORE = 1900104;
    private static final long SHOP_TARGET = 1900106;
    private static final String TRACKS = "should_track_latest_release";

    /** Fleet sandbox/shop: 40 devices on four releases, and some on none. */
    private static final String[] TO_SHOP = {"fleet", "sandbox/shop", "--to-release", "2.0.0"};

    @Test
    void describesTwoThousandDevicesInSixRequests() {
        try (TestSandbox sandbox = TestSandbox.start()) {
            JsonNode document = describe(sandbox, "fleet", "sandbox/big", "--to-release", "2.0.0");
            assertEquals(2000, document.path("device_count").asLong());
            assertEquals(25, document.path("is_produced_by__release_update").size());
            assertEquals("pending", document.path("overall_status").asText());
            assertEquals(
                    List.of(
                            "/v7/application",
                            "/v7/release",
                            "/v7/device",
                            "/v7/application",
                            "/v7/release",
                            "/v7/delta"),
                    sandbox.requests().stream().map(SandboxRequest::path).toList());
            assertShortUrls(sandbox);
            assertEquals(1, sandbox.sandbox.mostConcurrent(request -> true));
        }
    }

    @Test
    void twoHundredThousandDevicesTakeNoMoreRequests() {
        World world = StandardWorld.create();
        for (long release = 1_910_001; release <= 1_910_025; release++) {
            world.devices(BIG, release, 7_920, true);
        }
        try (TestSandbox sandbox = TestSandbox.start(quick().withWorld(world))) {
            JsonNode document = describe(sandbox, "fleet", "sandbox/big", "--to-release", "2.0.0");
            assertEquals(200_000, document.path("device_count").asLong());
            assertEquals(6, sandbox.requests().size());
        }
    }

    @Test
    void aHundredReleasesOfFortyServicesTakeFewRequests() {
        try (TestSandbox sandbox = TestSandbox.start(quick().withWorld(LargeFleet.world(100, 40)))) {
            JsonNode document = describe(sandbox, "fleet", "acme/large", "--to-release", "latest");
            assertEquals(100, document.path("is_produced_by__release_update").size());
            assertEquals(1 + 1 + 1 + 1 + 2 + 10, sandbox.requests().size());
            assertShortUrls(sandbox);
        }
    }

    private static void assertShortUrls(TestSandbox sandbox) {
        int base = sandbox.sandbox.url().toString().length();
        sandbox.requests().forEach(request -> assertTrue(base + request.uri().length() < 6_000, request::uri));
    }

    @Test
    void printsOfOneSourceWhatTheFirstFormPrints() {
        for (String[] pair : new String[][] {{"readme", "900813", "900835"}, {"moved", "10", "20"}}) {
            World world = StandardWorld.create();
            addMovedServices(world);
            try (TestSandbox sandbox = TestSandbox.start(quick().withWorld(world))) {
                JsonNode fleet = describe(sandbox, "fleet", "sandbox/" + pair[0], "--to-release", pair[2]);
                JsonNode first = describe(sandbox, "--from-release", pair[1], "--to-release", pair[2]);
                ObjectNode update = (ObjectNode)
                        fleet.path("is_produced_by__release_update").path(0);
                assertEquals(3, update.path("device_count").asLong());
                List<String> keys = new ArrayList<>();
                update.fieldNames().forEachRemaining(keys::add);
                List<String> firstKeys = new ArrayList<>();
                first.fieldNames().forEachRemaining(firstKeys::add);
                assertEquals(firstKeys, keys.subList(0, firstKeys.size()));
                boolean isReady = first.path("overall_status").asText().equals("ready");
                assertEquals(
                        isReady ? List.of("device_count", "estimated_fleet_payload_size") : List.of("device_count"),
                        keys.subList(firstKeys.size(), keys.size()));
                update.remove(List.of("device_count", "estimated_fleet_payload_size"));
                for (String release : List.of("originates_from__release", "produces__release")) {
                    assertTrue(
                            ((ObjectNode) update.path(release))
                                    .remove("raw_version")
                                    .isTextual(),
                            release);
                }
                assertEquals(first.toString(), update.toString(), "also the order of all keys");
            }
        }
    }

    /** Services that come, go and change, for three devices. */
    private static void addMovedServices(World world) {
        world.fleet(1, "sandbox/moved").release(10, 1, "a".repeat(40)).release(20, 1, "b".repeat(40));
        for (int image = 101; image <= 104; image++) {
            world.image(image, "success", "registry/" + image, "sha256:" + image, 1000L);
        }
        world.contain(10, "gone", 101)
                .contain(10, "main", 102)
                .contain(20, "main", 103)
                .contain(20, "added", 104)
                .devices(1, 10L, 3, true);
    }

    @Test
    void countsWhatTheFleetWillDownload() {
        try (TestSandbox sandbox = TestSandbox.start()) {
            JsonNode document = describe(sandbox, "fleet", "sandbox/readme", "--to-release", "1.0.1");
            assertEquals(
                    3 * 484_575, document.path("estimated_fleet_payload_size").asLong());
            assertEquals(
                    3 * 484_575,
                    document.path("is_produced_by__release_update")
                            .path(0)
                            .path("estimated_fleet_payload_size")
                            .asLong());
            assertEquals(3, document.path("device_count_ready").asLong());
        }
    }

    @Test
    void takesTheFleetsCurrentTargetWithoutAnother() {
        try (TestSandbox sandbox = TestSandbox.start()) {
            JsonNode document = describe(sandbox, "fleet", Long.toString(SHOP));
            assertEquals(
                    SHOP_BEFORE, document.path("produces__release").path("id").asLong());
            assertEquals("sandbox/shop", document.path("fleet").path("slug").asText());
            assertEquals(17, document.path("device_count_on_target").asLong());
            assertEquals(4, document.path("device_count_without_release").asLong());
            assertEquals(40, document.path("device_count").asLong());
            assertEquals(
                    List.of(1900103L, 1900101L, 1900102L),
                    sources(document),
                    "those with most devices first, and not the target itself");
        }
    }

    @Test
    void saysThatThereIsNoTarget() {
        World world = World.empty().fleet(1, "acme/new");
        try (TestSandbox sandbox = TestSandbox.start(quick().withWorld(world))) {
            for (String[] arguments : new String[][] {
                {"fleet", "acme/new"}, {"fleet", "acme/new", "--to-release", "latest"}, {"fleet", "acme/none"}
            }) {
                Ended result = command.run(sandbox.arguments(arguments));
                assertEquals(5, result.exitCode(), result::stderr);
                assertEquals("", result.stdout());
            }
            Ended result = command.run(sandbox.arguments("fleet", "acme/new"));
            assertTrue(result.stderr().contains("--to-release"), result::stderr);
        }
    }

    @Test
    void theLatestReleaseIsNeitherDraftNorFailedNorInvalidated() {
        World world = StandardWorld.create().invalidate(SHOP_TARGET, "broken");
        try (TestSandbox sandbox = TestSandbox.start(quick().withWorld(world))) {
            JsonNode document = describe(sandbox, "fleet", "sandbox/shop", "--to-release", "latest");
            assertEquals(
                    SHOP_BEFORE, document.path("produces__release").path("id").asLong());
        }
    }

    @Test
    void releasesThatCannotBeUpdatedFromDoNotStopTheOthers() {
        World world = StandardWorld.create()
                .devices(SHOP, 900813L, 6, true)
                .devices(SHOP, 1900105L, 5, true)
                .remove("release", 1900101)
                .set("image", 2102001, "status", "failed")
                .remove("image", 2103002);
        try (TestSandbox sandbox = TestSandbox.start(quick().withWorld(world))) {
            JsonNode document = describe(sandbox, TO_SHOP);
            assertEquals(51, document.path("device_count").asLong());
            assertEquals(List.of(1900104L), sources(document));
            assertEquals(
                    9 + 6 + 6 + 5 + 4 + 4,
                    document.path("device_count_downloading_in_full").asLong());
            assertEquals(
                    List.of(
                            "1900103 9 an image of release 1900103 does not exist",
                            "900813 6 their release belongs to fleet sandbox/readme",
                            " 6 balena does not show their release: it was deleted, or the account has no access to it",
                            "1900105 5 the status of their release is 'failed', not 'success'",
                            "1900102 4 image 2102001 of service main in release 1900102 has status 'failed', not"
                                    + " 'success'"),
                    Stream.iterate(0, i -> i + 1)
                            .limit(document.path("downloads_in_full__release").size())
                            .map(i ->
                                    document.path("downloads_in_full__release").path(i))
                            .map(node -> node.path("originates_from__release")
                                            .path("id")
                                            .asText() + " "
                                    + node.path("device_count").asText() + " "
                                    + node.path("reason").asText())
                            .toList());
        }
    }

    @Test
    void countsDevicesThatAreOnlineAndReleasesThatManyRun() {
        try (TestSandbox sandbox = TestSandbox.start()) {
            List<String> arguments = new ArrayList<>(List.of(TO_SHOP));
            arguments.addAll(List.of("--online-only", "--min-devices", "5"));
            JsonNode document = describe(sandbox, arguments.toArray(String[]::new));
            assertEquals(5 + 4 + 9 + 14, document.path("device_count").asLong());
            assertEquals(0, document.path("device_count_without_release").asLong());
            assertEquals(List.of(1900104L, 1900103L, 1900101L), sources(document));
            JsonNode skipped = document.path("downloads_in_full__release").path(0);
            assertEquals(4, skipped.path("device_count").asLong());
            assertTrue(skipped.path("reason").asText().contains("fewer than 5 devices"), skipped::toString);
        }
    }

    @Test
    void preparesEachDeltaOnce() {
        World world = StandardWorld.create();
        // The same images in a second release, as where one was pushed twice.
        world.release(1900199, SHOP, "d".repeat(40));
        for (String image : List.of("main 2104001", "db 2104002", "proxy 2104003", "worker 2104004")) {
            world.contain(1900199, image.split(" ")[0], Long.parseLong(image.split(" ")[1]));
        }
        world.devices(SHOP, 1900199L, 2, true);
        try (TestSandbox sandbox = TestSandbox.start(answersSoon().withWorld(world))) {
            List<String> arguments = new ArrayList<>(List.of(TO_SHOP));
            arguments.addAll(List.of("--wait", "--concurrency", "3"));
            // Not in a hurry: the sandbox must have noticed the end of a request before the next one begins.
            Ended result = CommandUnderTest.get().run(sandbox.arguments(arguments.toArray(String[]::new)));
            assertEquals(0, result.exitCode(), result::stderr);
            JsonNode document = RecordedCase.parseJson(result.stdout());
            assertEquals("ready", document.path("overall_status").asText());
            assertEquals(38, document.path("device_count_ready").asLong());
            assertEquals(8, sandbox.requests("/api/v3/delta"));
            assertTrue(sandbox.sandbox.mostConcurrent(request -> request.path().equals("/api/v3/delta")) <= 3);
            assertFalse(document.has("pin"));
            assertNoPin(sandbox, SHOP_BEFORE);
        }
    }

    @Test
    void namesVersionsLikeTheOneThatDoesNotExist() {
        try (TestSandbox sandbox = TestSandbox.start()) {
            Ended result = command.run(sandbox.arguments("fleet", "sandbox/shop", "--to-release", "1.1.1"));
            assertEquals(5, result.exitCode());
            assertTrue(
                    result.stderr().contains("Release not found: 1.1.1 in fleet sandbox/shop. There is 1.1.1+rev2."),
                    result::stderr);
        }
    }

    @Test
    void requestsNothingForServicesThatAreDeletedFirst() {
        try (TestSandbox sandbox = TestSandbox.start(quick())) {
            Ended result = command.run(sandbox.arguments(
                    "fleet", "sandbox/field", "--to-release", "2.0.0", "--wait", "-o", "table", "--progress", "none"));
            assertTrue(
                    result.stdout().contains(", service model: its label io.balena.update.strategy is"),
                    result::stdout);
            assertTrue(result.stdout().contains("deltas are switched off for them"), result::stdout);
            assertTrue(result.stdout().contains("their balenaOS is older than 2.47.1"), result::stdout);
            assertEquals(2, sandbox.requests("/api/v3/delta"), "of main, from both releases");
        }
    }

    @Test
    void pinsOnceEverythingIsReady() {
        try (TestSandbox sandbox = TestSandbox.start(quick())) {
            Ended result = pin(sandbox);
            assertEquals(0, result.exitCode(), result::stderr);
            assertEquals("pinned", status(result));
            assertTrue(result.stderr().contains("Fleet sandbox/shop is pinned to 2.0.0 (f5ee689) now."));
            assertEquals(OptionalLong.of(SHOP_TARGET), sandbox.sandbox.world().pinnedRelease(SHOP));
            List<String> writes = writes(sandbox);
            assertEquals(
                    List.of("PATCH /v7/application(1700002)?$filter=should_be_running__release%20eq%201900104%20and"
                            + "%20should_track_latest_release%20eq%20false%20and%20owns__release/any(r:r/id%20eq"
                            + "%201900106%20and%20r/status%20eq%20%27success%27%20and%20r/is_invalidated%20eq%20false"
                            + "%20and%20r/is_final%20eq%20true)"),
                    writes);
            assertEquals(4, sandbox.requests("/v7/application"), "twice at first, before the write and after it");

            Ended again = pin(sandbox);
            assertEquals(0, again.exitCode(), again::stderr);
            assertEquals("already_pinned", status(again));
            assertTrue(again.stderr().contains("already: nothing was written"), again::stderr);
            assertEquals(writes, writes(sandbox));
        }
    }

    @Test
    void pinsAFleetThatTracksTheLatestReleaseOrHasNoTarget() {
        World tracking = StandardWorld.create().pin(SHOP, SHOP_TARGET).set("application", SHOP, TRACKS, true);
        World without = StandardWorld.create()
                .set("application", SHOP, "should_be_running__release", null)
                .set("application", SHOP, TRACKS, true);
        for (World world : List.of(tracking, without)) {
            try (TestSandbox sandbox = TestSandbox.start(quick().withWorld(world))) {
                Ended result = pin(sandbox);
                assertEquals(0, result.exitCode(), result::stderr);
                assertEquals("pinned", status(result));
                assertEquals(false, world.get("application", SHOP, TRACKS));
                assertEquals(OptionalLong.of(SHOP_TARGET), world.pinnedRelease(SHOP));
            }
        }
    }

    @Test
    void leavesTheFleetToWhoRepinnedIt() {
        try (TestSandbox sandbox = TestSandbox.start(quick().withFaults("repin=someone/1900103*1"))) {
            Ended result = pin(sandbox);
            assertEquals(9, result.exitCode(), result::stderr);
            assertEquals("not_pinned", status(result));
            JsonNode pin = RecordedCase.parseJson(result.stdout()).path("pin");
            assertEquals(
                    1900103, pin.path("should_be_running__release").path("id").asLong());
            assertTrue(result.stderr().contains("re-pinned meanwhile"), result::stderr);
            assertTrue(result.stderr().contains("Nothing was changed."), result::stderr);
            assertNoPin(sandbox, 1900103);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2.1.0, is a draft",
        "1.1.0, is invalidated",
        "1.3.0, its status is 'failed'",
        "900835, Release not found: 900835 in fleet sandbox/shop",
        "9.9.9, Release not found",
    })
    void refusesReleasesThatNoFleetShouldBePinnedTo(String release, String message) {
        try (TestSandbox sandbox = TestSandbox.start(quick())) {
            Ended result = command.run(sandbox.arguments("fleet", "sandbox/shop", "--to-release", release, "--pin"));
            assertEquals(5, result.exitCode(), result::stderr);
            assertTrue(result.stderr().contains(message), result::stderr);
            assertEquals("", result.stdout());
            assertEquals(0, sandbox.requests("/api/v3/delta"), "before anything is requested");
            assertNoPin(sandbox, SHOP_BEFORE);
        }
    }

    @Test
    void pinsToADraftWhereThatIsAllowed() {
        try (TestSandbox sandbox = TestSandbox.start(quick())) {
            Ended result = command.run(
                    sandbox.arguments("fleet", "sandbox/shop", "--to-release", "2.1.0", "--pin", "--allow-draft"));
            assertEquals(0, result.exitCode(), result::stderr);
            assertEquals(OptionalLong.of(1900107), sandbox.sandbox.world().pinnedRelease(SHOP));
        }
    }

    @ParameterizedTest
    @CsvSource({"invalidated, is invalidated", "draft, is a draft", "failed, its status is 'failed'"})
    void doesNotPinToAReleaseThatBecameUnfitDuringTheWait(String change, String message) {
        try (TestSandbox sandbox = TestSandbox.start(quick().withFaults("release=" + change + "/1900106*1"))) {
            Ended result = pin(sandbox);
            assertEquals(5, result.exitCode(), result::stderr);
            assertEquals("not_pinned", status(result));
            assertTrue(result.stderr().contains(message), result::stderr);
            assertTrue(result.stderr().contains("Nothing was changed."), result::stderr);
            assertNoPin(sandbox, SHOP_BEFORE);
        }
    }

    /** Two releases are deleted that devices run. */
    @Test
    void aFleetWhoseReleasesAreNotShownIsNotReady() {
        World world = StandardWorld.create().remove("release", 1900101).remove("release", 1900102);
        try (TestSandbox sandbox = TestSandbox.start(quick().withWorld(world))) {
            JsonNode described = describe(sandbox, TO_SHOP);
            assertEquals("pending", described.path("overall_status").asText());

            List<String> arguments = new ArrayList<>(List.of(TO_SHOP));
            arguments.add("--wait");
            Ended waited = command.run(sandbox.arguments(arguments.toArray(String[]::new)));
            assertEquals(8, waited.exitCode(), waited::stderr);
            assertTrue(waited.stderr().contains("does not show what 10 of 40 devices run"), waited::stderr);
            assertEquals("unknown", overallStatus(waited));

            Ended refused = pin(sandbox);
            assertEquals(8, refused.exitCode(), refused::stderr);
            assertEquals("not_pinned", status(refused));
            assertTrue(refused.stderr().contains("--pin-anyway"), refused::stderr);
            assertNoPin(sandbox, SHOP_BEFORE);

            Ended anyway = pin(sandbox, "--pin-anyway");
            assertEquals(0, anyway.exitCode(), anyway::stderr);
            assertEquals("pinned", status(anyway));
        }
    }

    /** The second query of releases is that of what devices run, the fourth looks again; the third is for their images. */
    @Test
    void oneAnswerWithoutRowsDecidesNothing() {
        try (TestSandbox sandbox = TestSandbox.start("describe=slow/0*1", "describe=no-rows*1")) {
            JsonNode document = describe(sandbox, TO_SHOP);
            assertEquals(
                    4, document.path("is_produced_by__release_update").size(), "it was looked at again: " + document);
            assertFalse(document.has("downloads_in_full__release"));
        }
    }

    @Test
    void anAccountThatSeesNoReleasesOfDevicesKnowsNothing() {
        try (TestSandbox sandbox = TestSandbox.start("describe=slow/0*1", "describe=no-rows")) {
            Ended result = pin(sandbox);
            assertEquals(8, result.exitCode(), result::stderr);
            assertEquals("unknown", overallStatus(result));
            assertNoPin(sandbox, SHOP_BEFORE);
        }
    }

    @Test
    void doesNotPinWhereADeltaFailedForGood() {
        try (TestSandbox sandbox = TestSandbox.start(quick().withFaults("build/main=fail"))) {
            Ended result = pin(sandbox, "--retries", "0");
            assertEquals(6, result.exitCode(), result::stderr);
            assertEquals("not_pinned", status(result));
            assertEquals(
                    "failed",
                    RecordedCase.parseJson(result.stdout())
                            .path("overall_status")
                            .asText());
            assertTrue(result.stderr().contains("add --pin-anyway."), result::stderr);
            assertNoPin(sandbox, SHOP_BEFORE);

            Ended anyway = pin(sandbox, "--retries", "0", "--pin-anyway");
            assertEquals(0, anyway.exitCode(), anyway::stderr);
            assertEquals("pinned", status(anyway));
            assertEquals(OptionalLong.of(SHOP_TARGET), sandbox.sandbox.world().pinnedRelease(SHOP));
        }
    }

    @Test
    void doesNotPinBeforeEverythingIsReady() {
        try (TestSandbox sandbox = TestSandbox.start(quick().withBuildTime(Duration.ofHours(1)))) {
            Ended result = pin(sandbox, "--timeout", "0", "--pin-anyway");
            assertEquals(124, result.exitCode(), result::stderr);
            assertEquals("not_pinned", status(result));
            assertNoPin(sandbox, SHOP_BEFORE);
        }
    }

    @Test
    void aTimeLimitDoesNotKeepWhatIsReadyFromBeingPinned() {
        try (TestSandbox sandbox = TestSandbox.start()) {
            Ended result = command.run(
                    sandbox.arguments("fleet", "sandbox/readme", "--to-release", "1.0.1", "--pin", "--timeout", "0"));
            assertEquals(0, result.exitCode(), result::stderr);
            assertEquals("pinned", status(result));
        }
    }

    @Test
    void aDryRunSaysWhatItWouldDoAndDoesNothing() {
        try (TestSandbox sandbox = TestSandbox.start()) {
            Ended result = pin(sandbox, "--dry-run");
            assertEquals(0, result.exitCode(), result::stderr);
            assertEquals("would_pin", status(result));
            assertEquals(
                    8,
                    result.messages().stream()
                            .filter(line -> line.startsWith("Would request the delta of service "))
                            .count());
            assertTrue(result.stderr()
                    .contains("Would pin fleet sandbox/shop to 2.0.0 (f5ee689) once everything is ready. It"
                            + " is pinned to 1.2.0 (8e323b4) so far."));
            assertEquals(0, sandbox.requests("/api/v3/delta"));
            assertNoPin(sandbox, SHOP_BEFORE);
        }
    }

    @Test
    void theExitStatusSaysWhetherItIsReady() {
        try (TestSandbox sandbox = TestSandbox.start()) {
            Ended result =
                    command.run(sandbox.arguments("fleet", "sandbox/shop", "--to-release", "2.0.0", "--exit-status"));
            assertEquals(8, result.exitCode(), result::stderr);
            assertTrue(
                    result.stderr().contains("8 of 8 deltas are not ready, and so are 36 of 40 devices"),
                    result::stderr);
        }
    }

    @ParameterizedTest
    @CsvSource({"table, 'Overall status: pending'", "markdown, '## Fleet update of `sandbox/shop`'"})
    void printsForPeople(String format, String line) {
        try (TestSandbox sandbox = TestSandbox.start()) {
            Ended result =
                    command.run(sandbox.arguments("fleet", "sandbox/shop", "--to-release", "2.0.0", "-o", format));
            assertEquals(0, result.exitCode(), result::stderr);
            assertTrue(result.stdout().lines().toList().contains(line), result::stdout);
        }
    }

    @Test
    void tellsAnInvalidTokenFromAMissingFleet() {
        try (TestSandbox sandbox = TestSandbox.start("fleet=expired")) {
            Ended result = command.run(sandbox.arguments(TO_SHOP));
            assertEquals(4, result.exitCode(), result::stderr);
        }
    }

    @ParameterizedTest
    @MethodSource
    void refusesBadArgumentsBeforeAnythingIsSent(List<String> arguments) {
        try (TestSandbox sandbox = TestSandbox.start()) {
            Ended result = command.run(sandbox.arguments(arguments.toArray(String[]::new)));
            assertEquals(2, result.exitCode(), result::stderr);
            assertTrue(result.messages().get(0).startsWith("ERROR: "), result::stderr);
            assertTrue(result.messages().size() <= 3, "a line or two: " + result.stderr());
            assertEquals("", result.stdout());
            assertEquals(List.of(), sandbox.requests());
        }
    }

    static Stream<List<String>> refusesBadArgumentsBeforeAnythingIsSent() {
        return Stream.of(
                List.of("fleet"),
                List.of("fleet", "kiosk"),
                List.of("fleet", "acme/kiosk' or true"),
                List.of("fleet", "2147483648"),
                List.of("fleet", "acme/kiosk", "extra"),
                List.of("fleet", "acme/kiosk", "--to-release", "newest"),
                List.of("fleet", "acme/kiosk", "--to-release"),
                List.of("fleet", "acme/kiosk", "--from-release", "1"),
                List.of("fleet", "acme/kiosk", "--min-devices", "0"),
                List.of("fleet", "acme/kiosk", "--min-devices", "many"),
                List.of("fleet", "acme/kiosk", "--timeout", "-1"),
                List.of("fleet", "acme/kiosk", "--pin"),
                List.of("fleet", "acme/kiosk", "--to-release", "1", "--pin-anyway"),
                List.of("fleet", "acme/kiosk", "--to-release", "1", "--allow-draft"),
                List.of("fleet", "acme/kiosk", "--fault", "pin=500"),
                // These are the first form's, which would be without effect here.
                List.of("--wait", "fleet", "acme/kiosk"));
    }

    @ParameterizedTest
    @CsvSource({"fleet --help", "fleet -h", "fleet --foo --help", "fleet a/b --timeout x --help"})
    void helpWinsOverEverything(String arguments) {
        Ended result = command.run(arguments.split(" "));
        assertEquals(0, result.exitCode(), result::stderr);
        assertTrue(result.stdout().contains("9     somebody else changed the fleet"), result::stdout);
        assertTrue(result.stdout().contains("Examples:"), result::stdout);
        assertTrue(result.stdout().lines().allMatch(line -> line.length() <= 80), result::stdout);
        assertEquals(List.of(), result.messages());
    }

    private JsonNode describe(TestSandbox sandbox, String... arguments) {
        Ended result = command.run(sandbox.arguments(arguments));
        assertEquals(0, result.exitCode(), result::stderr);
        assertEquals(List.of(), result.messages());
        return RecordedCase.parseJson(result.stdout());
    }

    private Ended pin(TestSandbox sandbox, String... more) {
        List<String> arguments = new ArrayList<>(List.of(TO_SHOP));
        arguments.add("--pin");
        arguments.addAll(List.of(more));
        return command.run(sandbox.arguments(arguments.toArray(String[]::new)));
    }

    private static String overallStatus(Ended result) {
        return RecordedCase.parseJson(result.stdout()).path("overall_status").asText();
    }

    private static String status(Ended result) {
        return RecordedCase.parseJson(result.stdout())
                .path("pin")
                .path("status")
                .asText();
    }

    private static List<Long> sources(JsonNode document) {
        List<Long> sources = new ArrayList<>();
        document.path("is_produced_by__release_update")
                .forEach(update -> sources.add(
                        update.path("originates_from__release").path("id").asLong()));
        return sources;
    }

    private static void assertNoPin(TestSandbox sandbox, long release) {
        assertEquals(List.of(), writes(sandbox));
        assertEquals(OptionalLong.of(release), sandbox.sandbox.world().pinnedRelease(SHOP));
    }

    private static List<String> writes(TestSandbox sandbox) {
        return sandbox.requests().stream()
                .filter(request -> !request.method().equals("GET"))
                .map(request -> request.method() + " " + request.uri())
                .toList();
    }

    /** Answers requests for deltas before a poll shows that they are being built: none is cancelled by then. */
    private static SandboxOptions answersSoon() {
        return quick().withHoldTime(Duration.ofMillis(20));
    }

    private static SandboxOptions quick() {
        return SandboxOptions.defaults().withBuildTime(Duration.ofMillis(300));
    }
}

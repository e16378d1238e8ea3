package io.balena.releaseupdate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.balena.releaseupdate.cli.harness.CommandUnderTest;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.balena.releaseupdate.sandbox.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The status command as a user runs it; {@code StatusCommandIT} runs the same on the executable. */
abstract class StatusCommandCases {

    private static final long FLEET = 1;
    private static final long OTHER_FLEET = 2;
    private static final long OLD = 10;
    private static final long NEW = 11;
    private static final long FOREIGN = 20;
    private static final Instant CREATED = Instant.parse("2026-11-01T00:00:00Z");

    private final CommandUnderTest command = CommandUnderTest.hurried();
    private final World world = World.empty()
            .fleet(FLEET, "acme/kiosk")
            .fleet(OTHER_FLEET, "acme/other")
            .release(OLD, FLEET, "a".repeat(40), "success", "1.0.0", true)
            .release(NEW, FLEET, "b".repeat(40), "success", "2.0.0", true)
            .release(FOREIGN, OTHER_FLEET, "c".repeat(40), "success", "1.0.0", true)
            .set("release", NEW, "created_at", CREATED)
            .pin(FLEET, NEW)
            .pin(OTHER_FLEET, FOREIGN);

    @ParameterizedTest
    @CsvSource({
        "40, ''",
        "300, ''",
        "300, device.is_active device.is_frozen",
        "300, device.update_status device.last_update_status_event",
        "300, device.api_heartbeat_state device.changed_api_heartbeat_state_on__date",
        "5000, ''"
    })
    void countsEachDeviceOnceAsReadingEveryDeviceDoes(int devices, String missing) {
        long seed = new Random().nextLong();
        populate(new Random(seed), devices);
        Set<String> absent = missing.isEmpty() ? Set.of() : Set.of(missing.split(" "));
        for (String release : List.of("2.0.0", "1.0.0")) {
            try (TestSandbox sandbox = start(absent)) {
                JsonNode status = json(sandbox, "status", "acme/kiosk", "--to-release", release);
                long id = release.equals("2.0.0") ? NEW : OLD;
                assertEquals(bruteForce(id, absent), counts(status), "release " + release + ", seed " + seed);
                assertTrue(sandbox.requests().size() <= 10, () -> sandbox.requests()
                        .toString());
            }
        }
    }

    /** Every device, one by one, by the rules of the documentation. */
    private Map<String, Long> bruteForce(long release, Set<String> absent) {
        Map<String, Long> counts = new TreeMap<>();
        List.of(
                        "updated",
                        "rejected",
                        "unreachable",
                        "applying",
                        "downloaded",
                        "downloading",
                        "waiting",
                        "other_target",
                        "pinned",
                        "frozen",
                        "inactive")
                .forEach(state -> counts.put(state, 0L));
        for (long device : world.ids("device")) {
            if (world.get("device", device, "belongs_to__application").equals(FLEET)) {
                counts.merge(state(device, release, absent), 1L, Long::sum);
            }
        }
        return counts;
    }

    private String state(long device, long release, Set<String> absent) {
        Long pin = (Long) world.get("device", device, "is_pinned_on__release");
        if (!absent.contains("device.is_active") && Boolean.FALSE.equals(world.get("device", device, "is_active"))) {
            return "inactive";
        }
        if (!absent.contains("device.is_frozen") && Boolean.TRUE.equals(world.get("device", device, "is_frozen"))) {
            return "frozen";
        }
        if (pin != null && pin != release) {
            return "pinned";
        }
        if (pin == null && release != NEW) {
            return "other_target";
        }
        Long running = (Long) world.get("device", device, "is_running__release");
        if (running != null && running == release) {
            return "updated";
        }
        String report =
                absent.contains("device.update_status") ? null : (String) world.get("device", device, "update_status");
        Instant reported = (Instant) world.get("device", device, "last_update_status_event");
        Instant created = (Instant) world.get("release", release, "created_at");
        boolean isRecent = report != null && reported != null && !reported.isBefore(created);
        if (isRecent && report.equals("rejected")) {
            return "rejected";
        }
        String heartbeat = (String) world.get("device", device, "api_heartbeat_state");
        if (!absent.contains("device.api_heartbeat_state")
                && !List.of("online", "timeout").contains(heartbeat)) {
            return "unreachable";
        }
        return isRecent
                        && List.of("applying changes", "downloaded", "downloading")
                                .contains(report)
                ? report.split(" ")[0]
                : "waiting";
    }

    private static Map<String, Long> counts(JsonNode status) {
        Map<String, Long> counts = new TreeMap<>();
        status.fields().forEachRemaining(field -> {
            if (field.getKey().startsWith("device_count_") && !field.getKey().equals("device_count_targeted")) {
                counts.put(
                        field.getKey().substring("device_count_".length()),
                        field.getValue().asLong());
            }
        });
        return counts;
    }

    private void populate(Random random, int devices) {
        for (int i = 0; i < devices; i++) {
            long fleet = random.nextInt(10) == 0 ? OTHER_FLEET : FLEET;
            Long running = pick(random, OLD, NEW, NEW, FOREIGN, null);
            Long pin = pick(random, null, null, null, OLD, NEW);
            world.device(
                    fleet,
                    running,
                    random.nextBoolean(),
                    "is_pinned_on__release",
                    fleet == FLEET ? pin : null,
                    "is_active",
                    random.nextInt(12) != 0,
                    "is_frozen",
                    random.nextInt(12) == 0,
                    "api_heartbeat_state",
                    pick(random, "online", "online", "online", "timeout", "offline", "unknown"),
                    "changed_api_heartbeat_state_on__date",
                    CREATED.plusSeconds(random.nextInt(100_000) - 50_000L),
                    "update_status",
                    pick(random, null, "downloading", "downloaded", "applying changes", "done", "rejected", "aborted"),
                    "last_update_status_event",
                    pick(random, CREATED.minusSeconds(1), CREATED, CREATED.plusSeconds(100), null));
        }
    }

    @SafeVarargs
    private static <T> T pick(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }

    @Test
    void takesAsManyRequestsForFiveThousandDevicesAsForFifty() {
        populate(new Random(1), 50);
        int few;
        try (TestSandbox sandbox = start(Set.of())) {
            json(sandbox, "status", "acme/kiosk");
            few = sandbox.requests().size();
        }
        populate(new Random(2), 5_000);
        try (TestSandbox sandbox = start(Set.of())) {
            json(sandbox, "status", "acme/kiosk");
            assertEquals(few, sandbox.requests().size());
            sandbox.requests().forEach(request -> assertTrue(request.uri().length() < 6_000, request::uri));
        }
    }

    @Test
    void namesTheDevicesThatHoldThingsUpLongestFirst() {
        device(
                "late",
                "api_heartbeat_state",
                "offline",
                "changed_api_heartbeat_state_on__date",
                CREATED.plusSeconds(5));
        device(
                "earlier",
                "api_heartbeat_state",
                "offline",
                "changed_api_heartbeat_state_on__date",
                CREATED.plusSeconds(1));
        device("rejecting", "update_status", "rejected", "last_update_status_event", CREATED.plusSeconds(3));
        device("quiet");
        try (TestSandbox sandbox = start(Set.of())) {
            JsonNode status = json(sandbox, "status", "acme/kiosk");
            assertEquals(
                    List.of("earlier unreachable", "rejecting rejected", "late unreachable", "quiet waiting"),
                    status.path("delayed__device").findValuesAsText("device_name").stream()
                            .map(name -> name + " " + state(status, name))
                            .toList());
            assertEquals(
                    2,
                    json(sandbox, "status", "acme/kiosk", "--devices", "2")
                            .path("delayed__device")
                            .size());
            assertEquals(
                    0,
                    json(sandbox, "status", "acme/kiosk", "--devices", "0")
                            .path("delayed__device")
                            .size());
        }
    }

    private static String state(JsonNode status, String name) {
        for (JsonNode device : status.path("delayed__device")) {
            if (device.path("device_name").asText().equals(name)) {
                return device.path("state").asText();
            }
        }
        return "";
    }

    @Test
    void aFleetWithoutDevicesIsComplete() {
        try (TestSandbox sandbox = start(Set.of())) {
            Ended ended = command.run(sandbox.arguments("status", "acme/kiosk", "--wait", "--exit-status"));
            assertEquals(0, ended.exitCode(), ended::stderr);
            assertTrue(ended.stdout().contains("\"is_complete\": true"), ended::stdout);
        }
    }

    @Test
    void exitStatusSaysWhetherAllAreUpdated() {
        device("slow");
        try (TestSandbox sandbox = start(Set.of())) {
            Ended ended = command.run(sandbox.arguments("status", "acme/kiosk", "--exit-status"));
            assertEquals(8, ended.exitCode());
            assertEquals(
                    "ERROR: Not updated yet: 0 of 1 device updated (0%), 1 waiting. Wait for the devices with --wait.\n",
                    ended.stderr());
            assertFalse(ended.stdout().isEmpty());
        }
    }

    @Test
    void timeoutZeroPollsOnceMoreAndSaysHowFarTheDevicesAre() {
        device("slow");
        try (TestSandbox sandbox = start(Set.of())) {
            Ended ended =
                    command.run(sandbox.arguments("status", "acme/kiosk", "--timeout", "0", "--progress", "none"));
            assertEquals(124, ended.exitCode());
            assertEquals(
                    "ERROR: Timed out after 0 s: 0 of 1 device updated (0%), 1 waiting."
                            + " The devices go on updating; run it again to wait longer.\n",
                    ended.stderr());
        }
    }

    @Test
    void waitsUntilEnoughDevicesAreUpdated() {
        device("fast");
        device("slow");
        try (TestSandbox sandbox = start(Set.of())) {
            sandbox.sandbox.beforeEach(request -> {
                if (sandbox.requests().size() > 6) {
                    world.set("device", world.ids("device").get(0), "is_running__release", NEW);
                }
            });
            Ended ended = command.run(sandbox.arguments(
                    "status", "acme/kiosk", "--until", "50%", "--poll-interval", "1", "--timeout", "60"));
            assertEquals(0, ended.exitCode(), ended::stderr);
            assertTrue(ended.stdout().contains("\"device_count_updated\": 1"), ended::stdout);
            assertTrue(ended.stderr().endsWith("1 of 2 updated, 1 waiting\n"), ended::stderr);
        }
    }

    @Test
    void endsWithNineWhenSomebodyGivesTheFleetAnotherTarget() {
        device("slow");
        try (TestSandbox sandbox = start(Set.of())) {
            sandbox.sandbox.beforeEach(request -> {
                if (sandbox.requests().size() > 6) {
                    world.pin(FLEET, OLD);
                }
            });
            Ended ended = command.run(
                    sandbox.arguments("status", "acme/kiosk", "--wait", "--poll-interval", "1", "--timeout", "60"));
            assertEquals(9, ended.exitCode(), ended::stderr);
            assertTrue(
                    ended.stderr()
                            .contains(
                                    "ERROR: Fleet acme/kiosk is pinned to 1.0.0 (aaaaaaa) by now, no longer 2.0.0 (bbbbbbb)."),
                    ended::stderr);
        }
    }

    @Test
    void aFleetWithoutATargetNeedsARelease() {
        world.set("application", FLEET, "should_be_running__release", null);
        try (TestSandbox sandbox = start(Set.of())) {
            Ended ended = command.run(sandbox.arguments("status", "acme/kiosk"));
            assertEquals(5, ended.exitCode());
            assertTrue(ended.stderr().contains("acme/kiosk has no target release"), ended::stderr);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--until=0%", "--until=101%", "--devices=-1", "--timeout=1.5", "--poll-interval=0"})
    void refusesWrongOptionsBeforeAnythingIsSent(String option) {
        try (TestSandbox sandbox = start(Set.of())) {
            Ended ended = command.run(sandbox.arguments("status", "acme/kiosk", option));
            assertEquals(2, ended.exitCode(), ended::stderr);
            assertEquals(List.of(), sandbox.requests());
        }
    }

    @Test
    void printsATable() {
        device("front door");
        try (TestSandbox sandbox = start(Set.of())) {
            String uuid = (String) world.get("device", world.ids("device").get(0), "uuid");
            assertEquals(
                    """
                    Fleet:    acme/kiosk, pinned to 2.0.0 (bbbbbbb)
                    Release:  2.0.0 (bbbbbbb)

                    STATE    DEVICES
                    updated        0
                    waiting        1
                    TOTAL          1

                    Progress: 0 of 1 device updated (0%)

                    HELD UP BY  NAME        STATE    SINCE
                    """ + uuid.substring(0, 7) + "     front door  waiting  -\n",
                    command.run(sandbox.arguments("status", "acme/kiosk", "-o", "table"))
                            .stdout());
        }
    }

    private void device(String name, Object... properties) {
        long id = world.device(FLEET, OLD, true, properties);
        world.set("device", id, "device_name", name);
    }

    private TestSandbox start(Set<String> missing) {
        return TestSandbox.start(options(missing));
    }

    private SandboxOptions options(Set<String> missing) {
        return SandboxOptions.defaults()
                .withWorld(world)
                .withBuildTime(Duration.ofMillis(50))
                .withMissing(missing.toArray(String[]::new));
    }

    private JsonNode json(TestSandbox sandbox, String... arguments) {
        Ended ended = command.run(sandbox.arguments(arguments));
        assertEquals(0, ended.exitCode(), ended::stderr);
        try {
            return new ObjectMapper().readTree(ended.stdout());
        } catch (JsonProcessingException e) {
            throw new AssertionError(ended.stdout(), e);
        }
    }
}

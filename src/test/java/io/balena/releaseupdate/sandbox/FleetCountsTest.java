package io.balena.releaseupdate.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sandbox's counts of random fleets, by the queries that were tried on the real API, against brute force. */
@Timeout(60)
class FleetCountsTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final String OF_FLEET = "belongs_to__application eq 1";

    private final MovableClock clock = new MovableClock();

    @AfterAll
    static void closeVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private Sandbox start(RandomFleet fleet) {
        return Sandbox.start(
                VERTX, SandboxOptions.defaults().withWorld(fleet.world()).withClock(clock));
    }

    private static long count(List<Map<String, Object>> devices, Predicate<Map<String, Object>> condition) {
        return devices.stream().filter(condition).count();
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "3, 50", "4, 50", "5, 700", "6, 5000"})
    void countsByState(long seed, int size) {
        RandomFleet fleet = RandomFleet.of(seed, size);
        long target = fleet.world().pinnedRelease(RandomFleet.FLEET).orElseThrow();
        String following = OF_FLEET + " and (is_pinned_on__release eq " + target + " or is_pinned_on__release eq null)";
        String late = following + " and is_running__release ne " + target;
        String heard = late + " and api_heartbeat_state in ('online','timeout')";
        String waiting = heard + " and (update_status eq null or update_status in ('done','aborted'))";
        try (Sandbox sandbox = start(fleet)) {
            JsonNode first = Census.query(
                            sandbox,
                            "application?$filter=id eq 1&$select=id&$expand=owns__device/$count($filter=" + following
                                    + " and is_running__release eq " + target + ")"
                                    + other(
                                            target,
                                            late + " and update_status eq 'rejected'",
                                            other(
                                                    target,
                                                    heard + " and update_status eq 'downloading'",
                                                    other(target, waiting, ""))))
                    .get(0);
            List<Map<String, Object>> devices = Census.directly(sandbox.world(), RandomFleet.FLEET);
            Predicate<Map<String, Object>> isFollowing = device -> device.get("is_pinned_on__release") == null
                    || device.get("is_pinned_on__release").equals(target);
            Predicate<Map<String, Object>> isLate =
                    isFollowing.and(device -> !Objects.equals(device.get("is_running__release"), target));
            Predicate<Map<String, Object>> isHeard =
                    isLate.and(device -> Set.of("online", "timeout").contains(device.get("api_heartbeat_state")));
            assertEquals(
                    count(
                            devices,
                            isFollowing.and(device -> Objects.equals(device.get("is_running__release"), target))),
                    first.get("owns__device").longValue());
            JsonNode second = next(first);
            assertEquals(
                    count(devices, isLate.and(device -> "rejected".equals(device.get("update_status")))),
                    second.get("owns__device").longValue());
            JsonNode third = next(second);
            assertEquals(
                    count(devices, isHeard.and(device -> "downloading".equals(device.get("update_status")))),
                    third.get("owns__device").longValue());
            assertEquals(
                    count(
                            devices,
                            isHeard.and(device -> device.get("update_status") == null
                                    || Set.of("done", "aborted").contains(device.get("update_status")))),
                    next(third).get("owns__device").longValue());
        }
    }

    /** Another count of the same statement: to a release and back. */
    private static String other(long release, String filter, String more) {
        return ",owns__release($select=id;$filter=id eq " + release + ";$expand=belongs_to__application($select=id;"
                + "$expand=owns__device/$count($filter=" + filter + ")" + more + "))";
    }

    private static JsonNode next(JsonNode fleet) {
        return fleet.get("owns__release").get(0).get("belongs_to__application").get(0);
    }

    @ParameterizedTest
    @CsvSource({"11, 50", "12, 700", "13, 5000"})
    void countsByRelease(long seed, int size) {
        RandomFleet fleet = RandomFleet.of(seed, size);
        try (Sandbox sandbox = start(fleet)) {
            JsonNode releases = Census.query(
                    sandbox,
                    "release?$select=id&$filter=is_running_on__device/any(d:d/" + OF_FLEET
                            + ") or is_pinned_to__device/any(d:d/" + OF_FLEET + ")&$expand=is_running_on__device/$count"
                            + "($filter=" + OF_FLEET + " and is_pinned_on__release eq null),is_pinned_to__device/$count"
                            + "($filter=" + OF_FLEET + "),should_be_running_on__device/$count($filter=" + OF_FLEET
                            + ")&$orderby=id asc");
            List<Map<String, Object>> devices = Census.directly(sandbox.world(), RandomFleet.FLEET);
            for (JsonNode release : releases) {
                Long id = release.get("id").longValue();
                assertEquals(
                        count(
                                devices,
                                device -> id.equals(device.get("is_running__release"))
                                        && device.get("is_pinned_on__release") == null),
                        release.get("is_running_on__device").longValue());
                assertEquals(
                        count(devices, device -> id.equals(device.get("is_pinned_on__release"))),
                        release.get("is_pinned_to__device").longValue());
                assertEquals(
                        count(devices, device -> id.equals(device.get("should_be_running__release"))),
                        release.get("should_be_running_on__device").longValue());
            }
            assertTrue(releases.size() > 1);
        }
    }

    @Test
    void theApiShowsEachDeviceAsItIs() {
        RandomFleet fleet = RandomFleet.of(21, 200);
        try (Sandbox sandbox = start(fleet)) {
            assertEquals(
                    Census.directly(sandbox.world(), RandomFleet.FLEET),
                    Census.throughTheApi(sandbox, RandomFleet.FLEET));
        }
    }

    @Test
    void aLargeFleetIsFollowedThroughTenHours() {
        RandomFleet fleet = RandomFleet.of(31, 5000).live();
        long target = fleet.releases().get(fleet.releases().size() - 1);
        try (Sandbox sandbox = start(fleet)) {
            sandbox.world().pin(RandomFleet.FLEET, target);
            sandbox.devices().fleetChanged(RandomFleet.FLEET);
            long updated = -1;
            for (int hour = 0; hour < 10; hour++) {
                for (int minute = 0; minute < 60; minute += 5) {
                    clock.advance(Duration.ofMinutes(5));
                    sandbox.devices().settle();
                }
                long now = Census.query(
                                sandbox,
                                "device/$count?$filter=" + OF_FLEET + " and is_pinned_on__release eq null and"
                                        + " is_running__release eq " + target)
                        .longValue();
                assertTrue(now >= updated, "nobody goes back");
                updated = now;
            }
            List<Map<String, Object>> devices = Census.directly(sandbox.world(), RandomFleet.FLEET);
            Predicate<Map<String, Object>> polls =
                    device -> Set.of("online", "timeout").contains(device.get("api_heartbeat_state"))
                            && Boolean.TRUE.equals(device.get("is_active"))
                            && Boolean.FALSE.equals(device.get("is_frozen"));
            assertEquals(
                    0,
                    count(
                            devices,
                            polls.and(device -> !Objects.equals(
                                    device.get("is_running__release"), device.get("should_be_running__release")))),
                    "whoever polls gets there");
            assertTrue(updated > 2000, updated + " of 5000");
        }
    }
}

package io.balena.releaseupdate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.balena.releaseupdate.cli.harness.CommandUnderTest;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.sandbox.Census;
import io.balena.releaseupdate.sandbox.RandomFleet;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.balena.releaseupdate.sandbox.World;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every number of a fleet's document, held against each device read one by one, in random fleets. */
@QuarkusTest
class FleetCensusTest {

    private static final int MOST_REQUESTS = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CommandUnderTest command = CommandUnderTest.get();

    @ParameterizedTest
    @CsvSource({
        "1, 0, false",
        "2, 1, false",
        "3, 40, false",
        "4, 40, true",
        "5, 300, false",
        "6, 300, true",
        "7, 700, false",
        "8, 700, true",
        "9, 700, false",
        "10, 5000, false",
        "11, 5000, true"
    })
    void everyCountIsThatOfTheDevices(long seed, int size, boolean onlineOnly) throws IOException {
        RandomFleet fleet = RandomFleet.of(seed, size);
        for (long target : List.of(
                fleet.releases().get(0), fleet.releases().get(fleet.releases().size() - 1))) {
            try (TestSandbox sandbox =
                    TestSandbox.start(SandboxOptions.defaults().withWorld(fleet.world()))) {
                Ended end = command.run(sandbox.arguments(
                        "fleet",
                        "random/fleet",
                        "--to-release",
                        Long.toString(target),
                        "-o",
                        "json",
                        onlineOnly ? "--online-only" : "--verbose"));
                assertEquals(0, end.exitCode(), end::stderr);
                assertTrue(
                        sandbox.requests().size() <= MOST_REQUESTS,
                        "requests: " + sandbox.requests().size());
                check(JSON.readTree(end.stdout()), new Expectation(fleet.world(), target, onlineOnly));
            }
        }
    }

    private static void check(JsonNode document, Expectation expected) {
        assertEquals(expected.devices.size(), document.path("device_count").asLong());
        assertEquals(expected.onlineOnly, document.path("counts_online_only").asBoolean());
        assertEquals(
                expected.ofClass("following"),
                document.path("device_count_following").asLong());
        assertEquals(
                expected.ofClass("pinned"), document.path("device_count_pinned").asLong());
        assertEquals(
                expected.ofClass("frozen"), document.path("device_count_frozen").asLong());
        assertEquals(
                expected.ofClass("inactive"),
                document.path("device_count_inactive").asLong());
        assertEquals(
                expected.counts(device -> expected.fate(device).equals("on target") ? "yes" : null)
                        .getOrDefault("yes", 0L),
                document.path("device_count_on_target").asLong());
        assertEquals(
                expected.counts(device -> expected.fate(device).equals("no release") ? "yes" : null)
                        .getOrDefault("yes", 0L),
                document.path("device_count_without_release").asLong());
        assertEquals(
                expected.counts(device -> expected.classOf(device).equals("pinned")
                        ? device.get("is_pinned_on__release").toString()
                        : null),
                groups(
                        document.path("pinned_to__release"),
                        group -> group.path("release").path("id").asText()));
        assertEquals(
                expected.counts(device -> expected.fate(device).equals("deltas")
                        ? device.get("is_running__release").toString()
                        : null),
                groups(document.path("is_produced_by__release_update"), update -> update.path(
                                "originates_from__release")
                        .path("id")
                        .asText()));
        assertEquals(
                expected.counts(device -> expected.fate(device).startsWith("in full")
                        ? expected.shown(device) + " " + expected.fate(device)
                        : null),
                groups(
                        document.path("downloads_in_full__release"),
                        group -> group.path("originates_from__release")
                                        .path("id")
                                        .asText() + " in full "
                                + why(group.path("reason").asText())));
        assertEquals(
                expected.devices.stream().mapToLong(expected::bytes).sum(),
                document.path("largest_fleet_payload_size").asLong());
        for (JsonNode update : document.path("is_produced_by__release_update")) {
            for (JsonNode service : update.path("is_produced_by__service_update")) {
                if (service.has("full_download_reason")) {
                    assertTrue(
                            expected.isDeletedFirst(service.path("service_name").asText()));
                    assertEquals("ready", service.path("status").asText());
                }
            }
        }
    }

    private static String why(String reason) {
        if (reason.startsWith("deltas are switched off")) {
            return "off";
        }
        if (reason.startsWith("their balenaOS is older")) {
            return "old";
        }
        return reason.startsWith("balena does not show") ? "unseen" : "other";
    }

    private static Map<String, Long> groups(JsonNode groups, Function<JsonNode, String> key) {
        Map<String, Long> counts = new TreeMap<>();
        groups.forEach(group ->
                counts.merge(key.apply(group), group.path("device_count").asLong(), Long::sum));
        return counts;
    }

    /** What has to come out, by looking at one device after the other. */
    private static final class Expectation {

        private static final Set<String> DELTA_VARIABLES = Set.of("RESIN_SUPERVISOR_DELTA", "BALENA_SUPERVISOR_DELTA");

        private final World world;
        private final long target;
        private final boolean onlineOnly;
        private final List<Map<String, Object>> devices;
        private final Map<Long, String> ownDeltas;
        private final Map<Long, String> fleetDeltas;
        private final Map<Long, Map<String, Long>> images;

        Expectation(World world, long target, boolean onlineOnly) {
            this.world = world;
            this.target = target;
            this.onlineOnly = onlineOnly;
            this.devices = Census.directly(world, RandomFleet.FLEET).stream()
                    .filter(device ->
                            !onlineOnly || Set.of("online", "timeout").contains(device.get("api_heartbeat_state")))
                    .toList();
            this.ownDeltas = variables("device_config_variable", "device");
            this.fleetDeltas = variables("application_config_variable", "application");
            this.images = images();
        }

        private Map<Long, String> variables(String resource, String owner) {
            return world.ids(resource).stream()
                    .filter(id -> DELTA_VARIABLES.contains(world.get(resource, id, "name")))
                    .collect(Collectors.toMap(id -> (Long) world.get(resource, id, owner), id ->
                            (String) world.get(resource, id, "value")));
        }

        private Map<Long, Map<String, Long>> images() {
            Map<Long, Map<String, Long>> all = new TreeMap<>();
            for (long link : world.ids("release_image")) {
                long image = (Long) world.get("release_image", link, "image");
                long service = (Long) world.get("image", image, "is_a_build_of__service");
                all.computeIfAbsent(
                                (Long) world.get("release_image", link, "is_part_of__release"), id -> new TreeMap<>())
                        .put((String) world.get("service", service, "service_name"), image);
            }
            return all;
        }

        String classOf(Map<String, Object> device) {
            if (Boolean.FALSE.equals(device.get("is_active"))) {
                return "inactive";
            }
            if (Boolean.TRUE.equals(device.get("is_frozen"))) {
                return "frozen";
            }
            return device.get("is_pinned_on__release") == null ? "following" : "pinned";
        }

        long ofClass(String name) {
            return devices.stream()
                    .filter(device -> classOf(device).equals(name))
                    .count();
        }

        /** What the update will do to a device. */
        String fate(Map<String, Object> device) {
            Object running = device.get("is_running__release");
            if (!classOf(device).equals("following")) {
                return "none";
            }
            if (running == null) {
                return "no release";
            }
            if (running.equals(target)) {
                return "on target";
            }
            if (running.equals(RandomFleet.DELETED)) {
                return "in full unseen";
            }
            if (running.equals(RandomFleet.OF_OTHER)) {
                return "in full other";
            }
            String deltas =
                    ownDeltas.getOrDefault((Long) device.get("id"), fleetDeltas.getOrDefault(RandomFleet.FLEET, "1"));
            if (Set.of("0", "false", "off").contains(deltas)) {
                return "in full off";
            }
            return isOld((String) device.get("os_version")) ? "in full old" : "deltas";
        }

        private static boolean isOld(String system) {
            if (system == null || !system.startsWith("balenaOS")) {
                return system != null;
            }
            String[] numbers = system.substring("balenaOS ".length()).split("[.+]");
            int[] parts = {Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2])};
            return Arrays.compare(parts, new int[] {2, 47, 1}) < 0;
        }

        /** The id of what a device runs, as far as balena shows it. */
        String shown(Map<String, Object> device) {
            Object running = device.get("is_running__release");
            return running.equals(RandomFleet.DELETED) ? "" : running.toString();
        }

        Map<String, Long> counts(Function<Map<String, Object>, String> key) {
            Map<String, Long> counts = new TreeMap<>();
            for (Map<String, Object> device : devices) {
                String name = key.apply(device);
                if (name != null) {
                    counts.merge(name, 1L, Long::sum);
                }
            }
            return counts;
        }

        boolean isDeletedFirst(String service) {
            JsonNode composition = (JsonNode) world.get("release", target, "composition");
            return composition
                    .path("services")
                    .path(service)
                    .path("labels")
                    .path("io.balena.update.strategy")
                    .asText()
                    .equals("delete-then-download");
        }

        /** What a device downloads as things stand. */
        long bytes(Map<String, Object> device) {
            String fate = fate(device);
            if (fate.equals("none") || fate.equals("on target")) {
                return 0;
            }
            boolean hasImages = fate.equals("deltas") || fate.equals("in full off") || fate.equals("in full old");
            Map<String, Long> local = hasImages ? images.get(device.get("is_running__release")) : Map.of();
            return images.get(target).entrySet().stream()
                    .mapToLong(
                            service -> bytes(service.getKey(), local.get(service.getKey()), service.getValue(), fate))
                    .sum();
        }

        private long bytes(String service, Long from, long to, String fate) {
            if (from != null && Objects.equals(hash(from), hash(to))) {
                return 0;
            }
            long full = (Long) world.get("image", to, "image_size");
            boolean usesDelta = from != null && fate.equals("deltas") && !isDeletedFirst(service);
            return usesDelta ? delta(world.ids("delta"), from, to, full) : full;
        }

        private long delta(Collection<Long> deltas, long from, long to, long full) {
            return deltas.stream()
                    .filter(id ->
                            world.get("delta", id, "originates_from__image").equals(from)
                                    && world.get("delta", id, "produces__image").equals(to))
                    .mapToLong(id -> (Long) world.get("delta", id, "size"))
                    .findFirst()
                    .orElse(full);
        }

        private Object hash(long image) {
            return world.get("image", image, "content_hash");
        }
    }
}

package io.balena.releaseupdate.sandbox;

import io.balena.releaseupdate.sandbox.data.Fake;
import io.balena.releaseupdate.sandbox.device.DeviceTraits;
import java.time.Instant;
import java.util.stream.IntStream;

/**
 * Fleet {@code sandbox/field}: fifty devices as in the field; most run 1.1.0. Some are pinned individually, frozen,
 * never connected, unreachable, or too old for deltas. Release 2.0.0 is ready for a roll-out.
 */
final class FieldWorld {
    private static final long FIELD = 1_700_005;
    private static final long FIRST = 1_930_001;
    private static final long CURRENT = 1_930_002;
    private static final long NEXT = 1_930_003;

    /** The tag by which the apps report themselves healthy. */
    private static final String HEALTH_TAG = "healthy";

    private FieldWorld() {}

    static World add(World world) {
        world.fleet(FIELD, "sandbox/field");
        addRelease(world, FIRST, "1.0.0");
        addRelease(world, CURRENT, "1.1.0");
        addRelease(world, NEXT, "2.0.0");
        world.label(NEXT, "model", "io.balena.update.strategy", "delete-then-download")
                .pin(FIELD, CURRENT);
        addDevices(world);
        world.population().fleet(FIELD, DeviceTraits.USUAL.withHealthTag(HEALTH_TAG));
        return world;
    }

    private static void addRelease(World world, long id, String version) {
        world.release(id, FIELD, Fake.hex("commit field " + version, 40), "success", version, true);
        addImage(world, id, 1, "main", 80_000_000);
        addImage(world, id, 2, "model", 30_000_000);
    }

    /** Release 1930002's images are 2402001 (main) and 2402002 (model). */
    private static void addImage(World world, long release, int number, String service, long size) {
        long image = 2_400_000 + (release - 1_930_000) * 1000 + number;
        String seed = "field " + image;
        world.image(
                        image,
                        "success",
                        Fake.location(seed),
                        Fake.contentHash(seed),
                        size + Fake.number("size " + seed, 0, 5_000_000))
                .contain(release, service, image);
    }

    private static void addDevices(World world) {
        add(world, 21, CURRENT, true);
        add(world, 8, FIRST, true, "is_pinned_on__release", FIRST);
        add(world, 2, NEXT, true, "is_pinned_on__release", NEXT);
        add(world, 2, FIRST, true, "is_frozen", true);
        add(world, 2, null, false, "is_active", false, "api_heartbeat_state", "unknown");
        add(world, 3, FIRST, false);
        add(world, 1, FIRST, true, "api_heartbeat_state", "offline");
        add(world, 2, CURRENT, true, "is_online", false, "is_connected_to_vpn", false);
        add(world, 1, CURRENT, true, "os_version", "balenaOS 2.46.2+rev1");
        add(world, 1, CURRENT, true, "supervisor_version", "16.3.0");
        long withoutDeltas = world.device(FIELD, CURRENT, true);
        world.add("device_config_variable", "device", withoutDeltas, "name", "RESIN_SUPERVISOR_DELTA", "value", "0");
        add(world, 1, FIRST, true);
        addUpdating(world, "downloading", 40);
        addUpdating(world, "downloading", 90);
        addUpdating(world, "downloaded", 100);
        addUpdating(world, "applying changes", 100);
        addUpdating(world, "rejected", null);
    }

    private static void add(World world, int count, Long release, boolean online, Object... properties) {
        IntStream.range(0, count).forEach(index -> world.device(FIELD, release, online, properties));
    }

    private static void addUpdating(World world, String status, Integer progress) {
        add(
                world,
                1,
                FIRST,
                true,
                "update_status",
                status,
                "last_update_status_event",
                Instant.parse("2025-03-05T10:00:00Z"),
                "overall_progress",
                progress,
                "overall_status",
                progress == null ? "operational" : "updating");
    }
}

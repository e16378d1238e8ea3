package io.balena.releaseupdate.sandbox;

import io.balena.releaseupdate.sandbox.device.DeviceTraits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Fleet 1, {@code random/fleet}, with devices of all kinds: following, pinned on their own, frozen, inactive, switched
 * off, with VPN only or with polls only, in every state of an update, with old systems and supervisors, with deltas
 * switched off, running nothing, a deleted release or one of another fleet. Fleet 2, {@code random/other}, has some
 * devices, too. The same seed gives the same world.
 */
public final class RandomFleet {
    public static final long FLEET = 1;
    public static final long OTHER = 2;

    /** A release of the other fleet. */
    public static final long OF_OTHER = 900;

    /** A release that some devices run although it is gone. */
    public static final long DELETED = 901;

    private static final Instant PAST = Instant.parse("2025-12-01T00:00:00Z");

    private final SplittableRandom random;
    private final World world = World.empty();
    private final List<Long> releases = new ArrayList<>();

    private RandomFleet(long seed, int devices) {
        this.random = new SplittableRandom(seed);
        world.fleet(FLEET, "random/fleet")
                .fleet(OTHER, "random/other")
                .release(OF_OTHER, OTHER, "0ffe000000", "success", "9.0.0", true)
                .image(90_000, "success", "registry/other", "sha256:other", 1_000_000L)
                .contain(OF_OTHER, "main", 90_000)
                .pin(OTHER, OF_OTHER);
        int count = random.nextInt(2, 7);
        int services = random.nextInt(1, 4);
        IntStream.rangeClosed(1, count).forEach(number -> addRelease(number, services));
        world.pin(FLEET, any(releases));
        IntStream.range(0, devices).forEach(index -> addDevice());
        IntStream.range(0, devices / 20 + 1)
                .forEach(index -> world.device(OTHER, random.nextBoolean() ? OF_OTHER : any(releases), true));
        if (random.nextInt(4) == 0) {
            world.add(
                    "application_config_variable",
                    "application",
                    FLEET,
                    "name",
                    "RESIN_SUPERVISOR_DELTA",
                    "value",
                    any(List.of("0", "1")));
        }
    }

    /**
     * Creates a world, and prints its seed to allow repeating it.
     *
     * @param devices of fleet 1
     */
    public static RandomFleet of(long seed, int devices) {
        System.out.println("RandomFleet of seed " + seed + " with " + devices + " devices");
        return new RandomFleet(seed, devices);
    }

    /** The world, in which nothing is simulated yet. */
    public World world() {
        return world;
    }

    /** The fleet's releases, the oldest first; each fit to be a target. */
    public List<Long> releases() {
        return List.copyOf(releases);
    }

    /** Simulates the fleet's devices from the start, each with its own behaviour. */
    public RandomFleet live() {
        world.population().live(FLEET);
        for (long device : world.ids("device")) {
            Duration lock = random.nextInt(10) == 0 ? Duration.ofMinutes(random.nextInt(300)) : Duration.ZERO;
            world.population()
                    .device(
                            device,
                            DeviceTraits.USUAL
                                    .withBytesPerSecond(random.nextLong(20_000, 2_000_000))
                                    .withUpdateLock(lock));
        }
        return this;
    }

    private void addRelease(int number, int services) {
        long release = 100 + number;
        world.release(release, FLEET, "%08x00".formatted(0xabc0000 + number), "success", number + ".0.0", true);
        for (int service = 1; service <= services; service++) {
            long image = release * 100 + service;
            boolean isUnchanged = number > 1 && random.nextInt(4) == 0;
            String content = "sha256:" + (isUnchanged ? image - 100 : image);
            world.image(image, "success", "registry/" + image, content, random.nextLong(1_000_000, 300_000_000))
                    .contain(release, "service" + service, image);
            for (long from : releases) {
                if (random.nextInt(3) > 0) {
                    long source = from * 100 + service;
                    world.delta(
                            image * 100 + from,
                            source,
                            image,
                            "registry/" + image + ":delta-" + source,
                            random.nextLong(1_000, 20_000_000));
                }
            }
            if (random.nextInt(8) == 0) {
                world.label(release, "service" + service, "io.balena.update.strategy", "delete-then-download");
            }
        }
        releases.add(release);
    }

    private void addDevice() {
        boolean isOn = random.nextInt(5) > 0;
        long device = world.device(FLEET, running(), isOn);
        set(device, random.nextInt(4) == 0, "is_pinned_on__release", any(releases));
        set(device, random.nextInt(20) == 0, "is_frozen", true);
        set(device, random.nextInt(20) == 0, "is_active", false);
        set(device, random.nextInt(6) == 0, "is_online", !isOn);
        set(
                device,
                random.nextInt(6) == 0,
                "api_heartbeat_state",
                any(List.of("online", "timeout", "offline", "unknown")));
        set(device, random.nextInt(8) == 0, "supervisor_version", any(List.of("16.3.0", "16.7.0", "17.0.4", "17.1.0")));
        set(
                device,
                random.nextInt(8) == 0,
                "os_version",
                any(List.of(
                        "Resin OS 2.12.7",
                        "balenaOS 2.9.1",
                        "balenaOS 2.47.0",
                        "balenaOS 2.47.1",
                        "balenaOS 2.113.1")));
        set(device, random.nextInt(20) == 0, "os_version", null);
        set(
                device,
                random.nextInt(2) == 0,
                "update_status",
                any(List.of("downloading", "downloaded", "applying changes", "done", "rejected", "aborted")));
        if (world.get("device", device, "update_status") != null) {
            world.set("device", device, "last_update_status_event", PAST.plusSeconds(random.nextInt(1_000_000)));
        }
        world.set(
                "device", device, "changed_api_heartbeat_state_on__date", PAST.plusSeconds(random.nextInt(1_000_000)));
        if (random.nextInt(10) == 0) {
            world.add(
                    "device_config_variable",
                    "device",
                    device,
                    "name",
                    any(List.of("RESIN_SUPERVISOR_DELTA", "BALENA_SUPERVISOR_DELTA", "RESIN_SUPERVISOR_POLL_INTERVAL")),
                    "value",
                    any(List.of("0", "1", "false", "off", "1200000")));
        }
    }

    private Long running() {
        return switch (random.nextInt(25)) {
            case 0 -> null;
            case 1 -> DELETED;
            case 2 -> OF_OTHER;
            default -> any(releases);
        };
    }

    private void set(long device, boolean isSo, String property, Object value) {
        if (isSo) {
            world.set("device", device, property, value);
        }
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}

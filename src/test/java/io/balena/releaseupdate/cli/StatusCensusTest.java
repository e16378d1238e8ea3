package io.balena.releaseupdate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.cli.fault.FaultyWait;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.fleet.FleetStatuses;
import io.balena.releaseupdate.fleet.FollowOptions;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeviceCounts;
import io.balena.releaseupdate.model.DeviceState;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.StatusEnd;
import io.balena.releaseupdate.model.StatusEvent;
import io.balena.releaseupdate.model.TargetReference;
import io.balena.releaseupdate.model.UpdateGoal;
import io.balena.releaseupdate.model.WaitClock;
import io.balena.releaseupdate.sandbox.RandomFleet;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.balena.releaseupdate.sandbox.StatusCensus;
import io.balena.releaseupdate.sandbox.World;
import io.balena.releaseupdate.sandbox.device.DeviceTraits;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every number of a fleet's status, held against each device read one by one. */
@QuarkusTest
class StatusCensusTest {

    private static final int MOST_REQUESTS = 10;
    private static final int DELAYED = 10;
    private static final FleetReference FLEET = new FleetReference.Slug("random/fleet");

    private final SimulatedDay day = new SimulatedDay();

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "3, 40", "4, 40", "5, 300", "6, 300", "7, 700", "8, 700", "9, 5000", "10, 5000"})
    void everyCountIsThatOfTheDevices(long seed, int size) throws InterruptedException {
        RandomFleet fleet = RandomFleet.of(seed, size);
        try (TestSandbox sandbox = TestSandbox.start(SandboxOptions.defaults().withWorld(fleet.world()))) {
            for (long target : fleet.releases()) {
                int before = sandbox.requests().size();
                FleetStatus status = statuses(sandbox)
                        .read(
                                FLEET,
                                new TargetReference.Given(new ReleaseReference.Id(target)),
                                DELAYED,
                                Deadline.after(Duration.ofMinutes(1), day::nanoTime));
                assertTrue(sandbox.requests().size() - before <= MOST_REQUESTS);
                assertEquals(census(fleet.world(), RandomFleet.FLEET, target), counts(status.devices()));
            }
        }
    }

    @Test
    void aLongUpdateIsFollowedToItsEndThroughOutages() throws InterruptedException {
        long seed = Long.getLong("update.seed", System.nanoTime());
        System.out.println("A long update of seed " + seed + " (-Dupdate.seed)");
        SplittableRandom random = new SplittableRandom(seed);
        World world = slowFleet(random);
        List<Instant> outages = new ArrayList<>();
        for (int hour : new int[] {1, 4, 8}) {
            outages.add(day.instant().plus(Duration.ofHours(hour)).plusSeconds(random.nextInt(1800)));
        }
        try (TestSandbox sandbox = TestSandbox.start(SandboxOptions.defaults()
                .withWorld(world)
                .withClock(day)
                .withSeed(seed)
                .withFaults("device/5%=silent/7200", "device/3%=lock/5400"))) {
            FleetStatuses statuses = statuses(sandbox);
            FleetStatus first = statuses.read(
                    FLEET,
                    new TargetReference.Current(),
                    DELAYED,
                    Deadline.after(Duration.ofMinutes(1), day::nanoTime));
            Instant start = day.instant();
            var seen = new Object() {
                int requests = sandbox.requests().size();
                int looks;
                int troubles;
            };
            sandbox.sandbox.beforeEach(request -> {
                if (outages.stream().anyMatch(begin -> isDuring(begin))) {
                    throw new AssertionError("the sandbox answers 500 to this");
                }
            });
            FollowOptions options = new FollowOptions(
                    UpdateGoal.parse("100%"),
                    Deadline.after(Duration.ofHours(24), day::nanoTime),
                    Duration.ofMinutes(5),
                    Optional.empty(),
                    DELAYED);
            StatusEnd end = statuses.follow(first, options, event -> {
                int requests = sandbox.requests().size();
                assertTrue(requests - seen.requests <= MOST_REQUESTS, "requests of a look");
                seen.requests = requests;
                if (event instanceof StatusEvent.Polled polled) {
                    seen.looks++;
                    assertEquals(
                            census(sandbox.sandbox.world(), 1, 102),
                            counts(polled.status().devices()));
                } else {
                    seen.troubles++;
                }
            });
            assertInstanceOf(StatusEnd.Reached.class, end);
            assertEquals(Map.of("updated", 5000L), counts(end.status().devices()));
            Duration took = Duration.between(start, day.instant());
            assertTrue(took.compareTo(Duration.ofHours(9)) > 0, "took " + took);
            assertTrue(seen.looks > 100, "looks: " + seen.looks);
            assertTrue(seen.troubles >= outages.size(), "troubles: " + seen.troubles);
        }
    }

    private boolean isDuring(Instant outage) {
        return !day.instant().isBefore(outage) && day.instant().isBefore(outage.plus(Duration.ofMinutes(40)));
    }

    /** 5,000 devices that take up to ten hours for an image. */
    private static World slowFleet(SplittableRandom random) {
        World world = World.empty()
                .fleet(1, "random/fleet")
                .release(101, 1, "aaaaaa0001")
                .release(102, 1, "aaaaaa0002")
                .image(1, "success", "registry/1", "sha256:1", 300_000_000L)
                .image(2, "success", "registry/2", "sha256:2", 300_000_000L)
                .contain(101, "main", 1)
                .contain(102, "main", 2)
                .delta(1, 1, 2, "registry/2:delta-1", 180_000_000L);
        for (int index = 0; index < 5000; index++) {
            long device = world.device(1, 101L, true);
            long seconds = index == 0 ? 34_000 : random.nextInt(60, 34_000);
            world.population().device(device, DeviceTraits.USUAL.withBytesPerSecond(180_000_000 / seconds));
        }
        world.population().live(1);
        return world.pin(1, 102);
    }

    private FleetStatuses statuses(TestSandbox sandbox) {
        BalenaCloud cloud = FaultyWait.connection(sandbox.sandbox, FaultyWait.timeouts("none"))
                .open(sandbox.sandbox.token(), "the test");
        return new FleetStatuses(cloud, () -> day);
    }

    private static Map<String, Long> census(World world, long fleet, long release) {
        return new StatusCensus(world, fleet, release, (Instant) world.get("release", release, "created_at")).count();
    }

    private static Map<String, Long> counts(DeviceCounts devices) {
        Map<String, Long> counts = new TreeMap<>();
        for (DeviceState state : DeviceState.values()) {
            counts.put(state.name().toLowerCase(Locale.ROOT), devices.in(state));
        }
        counts.put("other target", devices.otherTarget());
        counts.put("pinned", devices.pinned());
        counts.put("frozen", devices.frozen());
        counts.put("inactive", devices.inactive());
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    /** Time that passes in pauses only. */
    private static final class SimulatedDay extends Clock implements WaitClock {
        private volatile Instant now = Instant.parse("2026-03-04T05:06:07Z");

        @Override
        public long nanoTime() {
            return Duration.between(Instant.parse("2026-01-01T00:00:00Z"), now).toNanos();
        }

        @Override
        public void pause(Duration longest) {
            now = now.plus(longest);
        }

        @Override
        public void wake() {
            // Every pause ends by itself.
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}

package io.balena.releaseupdate.cli.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.PreparationOptions;
import io.balena.releaseupdate.cli.fault.FaultyWait;
import io.balena.releaseupdate.cli.harness.SkippingClock;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.RolloutEvent;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.TargetReference;
import io.balena.releaseupdate.model.WaitClock;
import io.balena.releaseupdate.rollout.Rollouts;
import io.balena.releaseupdate.rollout.plan.RolloutOptions;
import io.balena.releaseupdate.rollout.plan.StageSize;
import io.balena.releaseupdate.sandbox.RandomFleet;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.balena.releaseupdate.sandbox.World;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole roll-outs over random fleets through real HTTP, by a clock that nobody waits for. */
@QuarkusTest
class RolloutSandboxTest {

    /** At most ten and one for each 200 devices of a stage: these fleets have fewer. */
    private static final int MOST_REQUESTS_OF_A_LOOK = 10;

    private final SkippingClock clock = new SkippingClock();

    private final WaitClock hurry = new WaitClock() {
        private final WaitClock system = WaitClock.system();
        private volatile long skipped;

        @Override
        public long nanoTime() {
            return System.nanoTime() + skipped;
        }

        @Override
        public void pause(Duration longest) throws InterruptedException {
            long start = System.nanoTime();
            system.pause(longest.compareTo(Duration.ofMillis(3)) < 0 ? longest : Duration.ofMillis(3));
            long rest = longest.toNanos() - (System.nanoTime() - start);
            if (rest > 0) {
                skipped += rest;
                clock.skip(Duration.ofNanos(rest));
            }
        }

        @Override
        public void wake() {
            system.wake();
        }
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void changesNothingButWhatItMustAndCanBeTakenBack(long seed) {
        RandomFleet fleet = RandomFleet.of(seed, 150).live();
        World world = fleet.world();
        long origin = (Long) world.get("application", RandomFleet.FLEET, "should_be_running__release");
        long target = fleet.releases().stream()
                .filter(release -> release != origin)
                .reduce((first, second) -> second)
                .orElseThrow();
        try (TestSandbox sandbox = TestSandbox.start(
                SandboxOptions.defaults().withWorld(world).withClock(clock).withBuildTime(Duration.ofSeconds(1)))) {
            Map<Long, Object> before = pins(world);
            Set<Long> moved = new HashSet<>();
            sandbox.sandbox.afterEach(request -> requireNobodyMovedBack(world, before, moved, target));
            var cloud = FaultyWait.connection(sandbox.sandbox, FaultyWait.timeouts("none"))
                    .open(sandbox.sandbox.token(), "the test");
            Rollouts rollouts = new Rollouts(cloud, () -> hurry);
            List<String> log = new ArrayList<>();
            int[] sizes = new int[2];
            RolloutOutcome outcome = rollouts.run(
                    new FleetReference.Id(RandomFleet.FLEET),
                    new TargetReference.Given(new ReleaseReference.Id(target)),
                    options(),
                    event -> note(event, log, sandbox, sizes));
            assertInstanceOf(RolloutOutcome.Done.class, outcome, () -> outcome + "\n" + String.join("\n", log));
            assertEquals(before, pins(world), () -> String.join("\n", log));
            assertFalse(moved.isEmpty());
            assertEquals(target, world.pinnedRelease(RandomFleet.FLEET).orElseThrow());
            assertTrue(sizes[1] <= MOST_REQUESTS_OF_A_LOOK, "requests of a look: " + sizes[1]);
            assertEquals(
                    sandbox.requests().stream()
                            .filter(request -> request.method().equals("POST"))
                            .count(),
                    world.ids("release_tag").size());

            sandbox.sandbox.afterEach(request -> {});
            RolloutOutcome undone = rollouts.undo(
                    new FleetReference.Id(RandomFleet.FLEET),
                    new TargetReference.Given(new ReleaseReference.Id(target)),
                    options(),
                    event -> {});
            assertInstanceOf(RolloutOutcome.Undone.class, undone, undone::toString);
            assertEquals(before, pins(world));
            assertEquals(origin, world.pinnedRelease(RandomFleet.FLEET).orElseThrow());
        }
    }

    private static void note(RolloutEvent event, List<String> log, TestSandbox sandbox, int[] sizes) {
        int requests = sandbox.requests().size();
        if (event instanceof RolloutEvent.Polled polled) {
            log.add(requests + " " + polled.report());
            boolean isWaiting = polled.report().next().startsWith("Waiting");
            if (isWaiting && sizes[0] > 0) {
                sizes[1] = Math.max(sizes[1], requests - sizes[0]);
            }
            sizes[0] = isWaiting ? requests : 0;
        } else {
            log.add(requests + " " + event);
        }
    }

    private RolloutOptions options() {
        return new RolloutOptions(
                Optional.of(StageSize.parseList("3,20%,60%")),
                Duration.ofMinutes(10),
                Optional.empty(),
                2,
                BigDecimal.valueOf(100),
                Optional.empty(),
                true,
                false,
                Optional.empty(),
                PreparationOptions.waiting(Deadline.after(Duration.ofDays(3), hurry::nanoTime)));
    }

    private static Map<Long, Object> pins(World world) {
        Map<Long, Object> pins = new HashMap<>();
        world.ids("device").forEach(device -> pins.put(device, world.get("device", device, "is_pinned_on__release")));
        return pins;
    }

    /** No device is touched that was not free, and none that was pinned goes back to the origin. */
    private static void requireNobodyMovedBack(World world, Map<Long, Object> before, Set<Long> moved, long target) {
        boolean isFleetPinned = world.get("application", RandomFleet.FLEET, "should_be_running__release")
                .equals(target);
        for (long device : world.ids("device")) {
            Object pin = world.get("device", device, "is_pinned_on__release");
            boolean isOfFleet =
                    world.get("device", device, "belongs_to__application").equals(RandomFleet.FLEET);
            boolean isUntouched = Objects.equals(pin, before.get(device));
            boolean mayBeTouched = isOfFleet
                    && before.get(device) == null
                    && !Boolean.TRUE.equals(world.get("device", device, "is_frozen"))
                    && !Boolean.FALSE.equals(world.get("device", device, "is_active"));
            if (!isUntouched && !(mayBeTouched && pin.equals(target))) {
                throw new AssertionError("device " + device + " was pinned to " + pin);
            }
            if (!isUntouched) {
                moved.add(device);
            } else if (moved.contains(device) && !isFleetPinned) {
                throw new AssertionError("device " + device + " was moved back");
            }
        }
    }
}

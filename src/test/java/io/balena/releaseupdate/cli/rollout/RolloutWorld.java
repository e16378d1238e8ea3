package io.balena.releaseupdate.cli.rollout;

import io.balena.releaseupdate.cli.harness.FastClock;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.balena.releaseupdate.sandbox.World;
import java.util.Map;
import java.util.TreeMap;

/** A fleet for roll-outs, in a sandbox whose clock goes 600 times as fast: ten minutes take a second. */
public final class RolloutWorld {

    static final long FLEET = 1;
    static final long OTHER_FLEET = 2;
    public static final long ORIGIN = 10;
    static final long TARGET = 11;
    static final long OTHER = 12;

    private static final int SPEED = 600;

    private final World world = World.empty()
            .fleet(FLEET, "acme/kiosk")
            .fleet(OTHER_FLEET, "acme/other")
            .release(ORIGIN, FLEET, "a".repeat(40), "success", "1.0.0", true)
            .release(TARGET, FLEET, "b".repeat(40), "success", "2.0.0", true)
            .release(OTHER, FLEET, "c".repeat(40), "success", "3.0.0", true)
            .pin(FLEET, ORIGIN);

    /** Its devices follow it and run its release; two more are pinned on their own, one of them to the target. */
    public RolloutWorld(int following) {
        for (long release : new long[] {ORIGIN, TARGET, OTHER}) {
            long image = release * 100;
            world.image(image, "success", "registry/" + image, "sha256:" + image, 50_000_000L)
                    .contain(release, "main", image);
        }
        world.devices(FLEET, ORIGIN, following, true);
        world.device(FLEET, ORIGIN, true, "is_pinned_on__release", ORIGIN);
        world.device(FLEET, TARGET, true, "is_pinned_on__release", TARGET);
        world.device(OTHER_FLEET, null, true);
        world.population().live(FLEET);
    }

    public World world() {
        return world;
    }

    public TestSandbox start(String... faults) {
        return TestSandbox.start(SandboxOptions.defaults()
                .withWorld(world)
                .withClock(new FastClock(SPEED))
                .withFaults(faults));
    }

    /** The release that each device is pinned to on its own, by its id; 0 for none. */
    Map<Long, Long> pins() {
        Map<Long, Long> pins = new TreeMap<>();
        for (long device : world.ids("device")) {
            Long pin = (Long) world.get("device", device, "is_pinned_on__release");
            pins.put(device, pin == null ? 0 : pin);
        }
        return pins;
    }

    /** How many devices are pinned to the target on their own. */
    long pinnedToTarget() {
        return pins().values().stream().filter(pin -> pin == TARGET).count();
    }
}

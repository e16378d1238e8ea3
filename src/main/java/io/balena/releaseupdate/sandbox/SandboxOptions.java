package io.balena.releaseupdate.sandbox;

import io.balena.releaseupdate.sandbox.data.Resource;
import io.balena.releaseupdate.sandbox.data.Resource.Property;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Options of a sandbox.
 *
 * @param port the port on the loopback interface; 0 for any free one
 * @param buildTime how long a delta takes to build
 * @param holdTime how long a request to the delta server is held at most before a 504
 * @param faults the faults to simulate
 * @param world the initial content
 * @param clock the clock of its builds, devices, timestamps and tokens
 * @param deviceSpeed how many seconds of a device's life pass in one second of the clock
 * @param seed the seed of the devices' poll times
 * @param missing properties, as in {@code device.is_frozen}, that this API does not have: open-balena's lacks some
 */
public record SandboxOptions(
        int port,
        Duration buildTime,
        Duration holdTime,
        List<Fault> faults,
        World world,
        Clock clock,
        double deviceSpeed,
        long seed,
        Set<String> missing) {

    /** Copies the collections. */
    public SandboxOptions {
        faults = List.copyOf(faults);
        missing = Set.copyOf(missing);
        Objects.requireNonNull(world);
        Objects.requireNonNull(clock);
        if (!(deviceSpeed > 0) || Double.isInfinite(deviceSpeed)) {
            throw new IllegalArgumentException("devices need a speed above 0, not " + deviceSpeed);
        }
        missing.forEach(SandboxOptions::property);
    }

    /** The shipped world without faults, on any free port; deltas take 3 seconds. */
    public static SandboxOptions defaults() {
        return new SandboxOptions(
                0,
                Duration.ofSeconds(3),
                Duration.ofSeconds(45),
                List.of(),
                StandardWorld.create(),
                Clock.systemUTC(),
                1,
                1,
                Set.of());
    }

    Set<Property> missingProperties() {
        return missing.stream().map(SandboxOptions::property).collect(Collectors.toUnmodifiableSet());
    }

    private static Property property(String name) {
        String[] parts = name.split("[.]", 2);
        Resource resource = Resource.named(parts[0])
                .orElseThrow(() -> new IllegalArgumentException("no resource of the property " + name));
        return resource.require(parts.length == 1 ? "" : parts[1]);
    }

    /** The same on another port. */
    public SandboxOptions withPort(int newPort) {
        return new SandboxOptions(newPort, buildTime, holdTime, faults, world, clock, deviceSpeed, seed, missing);
    }

    /** The same with another build time. */
    public SandboxOptions withBuildTime(Duration newBuildTime) {
        return new SandboxOptions(port, newBuildTime, holdTime, faults, world, clock, deviceSpeed, seed, missing);
    }

    /** The same with another hold time. */
    public SandboxOptions withHoldTime(Duration newHoldTime) {
        return new SandboxOptions(port, buildTime, newHoldTime, faults, world, clock, deviceSpeed, seed, missing);
    }

    /** The same with these faults and no others. */
    public SandboxOptions withFaults(List<Fault> newFaults) {
        return new SandboxOptions(port, buildTime, holdTime, newFaults, world, clock, deviceSpeed, seed, missing);
    }

    /** The same with these faults and no others, in the syntax of {@link Fault#parse}. */
    public SandboxOptions withFaults(String... specs) {
        return withFaults(List.of(specs).stream().map(Fault::parse).toList());
    }

    /** The same with another world. */
    public SandboxOptions withWorld(World newWorld) {
        return new SandboxOptions(port, buildTime, holdTime, faults, newWorld, clock, deviceSpeed, seed, missing);
    }

    /** The same with another clock. */
    public SandboxOptions withClock(Clock newClock) {
        return new SandboxOptions(port, buildTime, holdTime, faults, world, newClock, deviceSpeed, seed, missing);
    }

    /** The same with another speed of devices. */
    public SandboxOptions withDeviceSpeed(double newDeviceSpeed) {
        return new SandboxOptions(port, buildTime, holdTime, faults, world, clock, newDeviceSpeed, seed, missing);
    }

    /** The same with another seed. */
    public SandboxOptions withSeed(long newSeed) {
        return new SandboxOptions(port, buildTime, holdTime, faults, world, clock, deviceSpeed, newSeed, missing);
    }

    /** The same with an API that lacks these properties, such as {@code device.is_frozen}. */
    public SandboxOptions withMissing(String... properties) {
        return new SandboxOptions(
                port, buildTime, holdTime, faults, world, clock, deviceSpeed, seed, Set.of(properties));
    }
}

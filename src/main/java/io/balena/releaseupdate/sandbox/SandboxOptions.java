package io.balena.releaseupdate.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How a sandbox is set up.
 *
 * @param port the port on the loopback interface; 0 for any that is free
 * @param buildTime how long a delta takes to build
 * @param holdTime how long a request to the delta server is held at most before it is answered with 504
 * @param faults how it misbehaves
 * @param world what it holds at first
 * @param clock what its builds, timestamps and tokens go by
 */
public record SandboxOptions(
        int port, Duration buildTime, Duration holdTime, List<Fault> faults, World world, Clock clock) {

    /** Copies the list of faults. */
    public SandboxOptions {
        faults = List.copyOf(faults);
        Objects.requireNonNull(world);
        Objects.requireNonNull(clock);
    }

    /** The shipped world, well behaved, on any free port; deltas take 3 seconds. */
    public static SandboxOptions defaults() {
        return new SandboxOptions(
                0, Duration.ofSeconds(3), Duration.ofSeconds(45), List.of(), World.standard(), Clock.systemUTC());
    }

    /** The same on another port. */
    public SandboxOptions withPort(int newPort) {
        return new SandboxOptions(newPort, buildTime, holdTime, faults, world, clock);
    }

    /** The same with deltas that take longer or shorter. */
    public SandboxOptions withBuildTime(Duration newBuildTime) {
        return new SandboxOptions(port, newBuildTime, holdTime, faults, world, clock);
    }

    /** The same with delta requests that are held longer or shorter. */
    public SandboxOptions withHoldTime(Duration newHoldTime) {
        return new SandboxOptions(port, buildTime, newHoldTime, faults, world, clock);
    }

    /** The same with these faults and no others. */
    public SandboxOptions withFaults(List<Fault> newFaults) {
        return new SandboxOptions(port, buildTime, holdTime, newFaults, world, clock);
    }

    /** The same with the faults so written and no others, see {@link Fault#parse}. */
    public SandboxOptions withFaults(String... specs) {
        return withFaults(List.of(specs).stream().map(Fault::parse).toList());
    }

    /** The same with another world. */
    public SandboxOptions withWorld(World newWorld) {
        return new SandboxOptions(port, buildTime, holdTime, faults, newWorld, clock);
    }

    /** The same by another clock. */
    public SandboxOptions withClock(Clock newClock) {
        return new SandboxOptions(port, buildTime, holdTime, faults, world, newClock);
    }
}

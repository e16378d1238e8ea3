package io.balena.releaseupdate.rollout;

import io.balena.releaseupdate.model.FleetDevice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A fleet whose devices poll, update, fail, and are changed by their owner. */
final class SimulatedDevices {

    static final long ORIGIN = 10;
    static final long TARGET = 20;
    static final long OTHER_RELEASE = 15;
    static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    /** The effect of the release on a device. */
    enum Fate {
        UPDATES,
        REJECTS,
        NEVER_GETS_IT,
        DIES
    }

    static final class Device {
        final long id;
        final String uuid;
        final Fate fate;
        boolean isOfFleet = true;
        boolean isFrozen;
        boolean isActive = true;
        boolean isReachable = true;
        Instant heartbeatChanged = START.minus(Duration.ofDays(1));
        Long pin;
        long running = ORIGIN;
        String report;
        Instant reported;
        Instant due;
        long heading = ORIGIN;
        /** Pinned by the roll-out, and not changed since. */
        boolean isOurs;
        /** Changed by another user since the roll-out pinned it, or pinned by another user. */
        boolean isTheirs;
        /** Device tags. */
        final Map<String, String> tags = new HashMap<>();

        Device(long id, Fate fate) {
            this.id = id;
            this.uuid = String.format("%032x", id * 7_919);
            this.fate = fate;
        }

        boolean canUpdate() {
            return isActive && !isFrozen;
        }

        boolean isFollowing() {
            return isOfFleet && canUpdate() && pin == null;
        }

        FleetDevice shown(Optional<String> healthyTag) {
            return new FleetDevice(
                    id,
                    uuid,
                    "device " + id,
                    Optional.ofNullable(pin),
                    Optional.of(running),
                    canUpdate(),
                    isReachable,
                    Optional.of(heartbeatChanged),
                    Optional.ofNullable(report),
                    Optional.ofNullable(reported),
                    healthyTag.map(tags::get));
        }
    }

    final List<Device> all = new ArrayList<>();
    private final Random random;
    /** Seconds to an update at most, beyond half a minute. */
    int slowest = 1_000;

    Long fleetTarget = ORIGIN;
    boolean tracksLatest;

    SimulatedDevices(Random random, int size, double broken) {
        this.random = random;
        for (int i = 1; i <= size; i++) {
            Fate fate = random.nextDouble() >= broken
                    ? Fate.UPDATES
                    : Fate.values()[1 + random.nextInt(Fate.values().length - 1)];
            all.add(new Device(i, fate));
        }
    }

    /** Devices that a roll-out must not touch. */
    SimulatedDevices withOddOnes() {
        for (Device device : all) {
            int kind = random.nextInt(20);
            switch (kind) {
                case 0 -> device.pin = OTHER_RELEASE;
                case 1 -> device.pin = TARGET;
                case 2 -> device.isFrozen = true;
                case 3 -> device.isActive = false;
                case 4 -> device.isReachable = false;
                default -> {}
            }
            device.isTheirs = device.pin != null;
        }
        return this;
    }

    Device device(long id) {
        return all.get((int) id - 1);
    }

    long target(Device device) {
        return device.pin != null ? device.pin : fleetTarget;
    }

    /** Runs the events that are due. */
    void settle(Instant now) {
        for (Device device : all) {
            settle(device, now);
        }
    }

    private void settle(Device device, Instant now) {
        long target = target(device);
        if (!device.isOfFleet || !device.canUpdate() || !device.isReachable) {
            return;
        }
        if (device.heading != target) {
            device.heading = target;
            device.due = target == device.running ? null : now.plusSeconds(30 + random.nextInt(slowest));
        }
        if (device.due == null || device.due.isAfter(now)) {
            return;
        }
        Instant then = device.due;
        device.due = null;
        if (target != TARGET || device.fate == Fate.UPDATES) {
            device.running = target;
            device.report = "done";
            device.reported = then;
        } else if (device.fate == Fate.REJECTS) {
            device.report = "rejected";
            device.reported = then;
        } else if (device.fate == Fate.DIES) {
            device.isReachable = false;
            device.heartbeatChanged = then.plusSeconds(1_365);
            if (device.heartbeatChanged.isAfter(now)) {
                device.heartbeatChanged = now;
            }
        }
    }
}

package io.balena.releaseupdate.rollout.gate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * One roll-out over a simulated fleet, as its gate sees it: devices poll, download, fail in various ways at various
 * times, and the gate judges once a minute.
 */
final class SimulatedRollout {

    /** How a device fails. */
    enum Failure {
        /** It reports that it does not meet the release's requirements. */
        REJECTS,
        /** It stays reachable and never gets the release. */
        NEVER_GETS_IT,
        /** It begins the update and never sends a heartbeat again. */
        DIES_UPDATING,
        /** It runs the release for a few minutes, then never sends a heartbeat again. */
        DIES_LATER
    }

    /** How a roll-out ended. */
    enum End {
        DONE,
        HALTED,
        PAUSED
    }

    /** The end, and how many stages passed. */
    record Result(End end, int passed) {}

    private static final double POLL_SECONDS = 960;
    private static final double HEARTBEAT_SECONDS = 1.5 * 900 + 15;
    private static final double NEVER = Double.MAX_VALUE;

    /** Seconds since its stage began; {@link #NEVER} if it does not happen. */
    private record Device(double begins, double updates, double rejects, double overdue, double dies) {

        /** When balena notices its loss. */
        double missed() {
            return dies == NEVER ? NEVER : dies + HEARTBEAT_SECONDS;
        }
    }

    private final Random random;
    private final int fleet;
    private final List<Double> stages;
    private final double ownFailures;
    private final double releaseFailures;
    private final List<Failure> ways;
    private final double outage;
    private final double outageBegins;
    private final GateOptions options;

    /**
     * @param stages the shares of the stages
     * @param ownFailures the share of devices that fail independently of the release
     * @param releaseFailures the share of devices that the release breaks
     * @param ways how it breaks them, each equally often
     * @param outage the share of all devices that are lost some time after each stage began
     * @param outageBegins the seconds from the begin of each stage to then
     */
    SimulatedRollout(
            GateOptions options,
            Random random,
            int fleet,
            List<Double> stages,
            double ownFailures,
            double releaseFailures,
            List<Failure> ways,
            double outage,
            double outageBegins) {
        this.options = options;
        this.random = random;
        this.fleet = fleet;
        this.stages = stages;
        this.ownFailures = ownFailures;
        this.releaseFailures = releaseFailures;
        this.ways = ways;
        this.outage = outage;
        this.outageBegins = outageBegins;
    }

    Result run() {
        List<Device> devices = new ArrayList<>();
        int passed = 0;
        for (double share : stages) {
            int size = (int) Math.ceil(share * fleet);
            List<Device> earlier =
                    devices.stream().map(SimulatedRollout::settled).toList();
            devices = new ArrayList<>(earlier);
            while (devices.size() < size) {
                devices.add(device());
            }
            Verdict verdict = stage(devices);
            if (!(verdict instanceof Verdict.Passed)) {
                return new Result(verdict instanceof Verdict.Failed ? End.HALTED : End.PAUSED, passed);
            }
            passed++;
        }
        return new Result(End.DONE, passed);
    }

    /** A device of an earlier stage, whose events have all happened. */
    private static Device settled(Device device) {
        return new Device(
                0,
                device.updates() == NEVER ? NEVER : 0,
                device.rejects() == NEVER ? NEVER : 0,
                device.overdue() == NEVER ? NEVER : 0,
                device.dies() == NEVER ? NEVER : -HEARTBEAT_SECONDS);
    }

    private Device device() {
        double begins = random.nextBoolean() ? random.nextDouble() * 60 : random.nextDouble() * POLL_SECONDS;
        double updates = begins + 60 + random.nextDouble() * 540;
        Failure failure = random.nextDouble() < ownFailures
                ? pick(List.of(Failure.values()))
                : random.nextDouble() < releaseFailures ? pick(ways) : null;
        if (failure == null) {
            return new Device(begins, updates, NEVER, NEVER, NEVER);
        }
        return switch (failure) {
            case REJECTS -> new Device(begins, NEVER, begins, NEVER, NEVER);
            case NEVER_GETS_IT ->
                new Device(begins, NEVER, NEVER, options.deviceTimeout().toSeconds(), NEVER);
            case DIES_UPDATING -> new Device(begins, NEVER, NEVER, NEVER, begins);
            case DIES_LATER -> new Device(begins, updates, NEVER, NEVER, updates + random.nextDouble() * 300);
        };
    }

    private Failure pick(List<Failure> failures) {
        return failures.get(random.nextInt(failures.size()));
    }

    private Verdict stage(List<Device> devices) {
        int others = fleet - devices.size();
        int othersLostAlone = 0;
        int othersLostInOutage = 0;
        for (int i = 0; i < others; i++) {
            othersLostAlone += random.nextDouble() < ownFailures / 2 ? 1 : 0;
            othersLostInOutage += random.nextDouble() < outage ? 1 : 0;
        }
        double outageMissed = outageBegins + HEARTBEAT_SECONDS;
        List<Device> hit = devices.stream()
                .map(device -> random.nextDouble() < outage ? lostAt(device, outageBegins) : device)
                .toList();
        double half = NEVER;
        for (long second = 60; ; second += 60) {
            long updated = 0;
            long rejected = 0;
            long overdue = 0;
            long lost = 0;
            for (Device device : hit) {
                if (device.missed() <= second) {
                    lost++;
                } else if (device.rejects() <= second) {
                    rejected++;
                } else if (device.overdue() <= second) {
                    overdue++;
                } else if (device.updates() <= second) {
                    updated++;
                }
            }
            long pending = hit.size() - updated - rejected - overdue - lost;
            long controlLost = othersLostAlone + (second >= outageMissed ? othersLostInOutage : 0);
            var control = new StageView.Control(Math.min(others, controlLost), Math.max(0, others - controlLost));
            boolean isHalf = 2 * (updated + rejected + overdue + lost) >= hit.size();
            half = half == NEVER && isHalf ? second : half;
            Verdict verdict = new Gate(options)
                    .judge(new StageView(
                            updated,
                            rejected,
                            overdue,
                            lost,
                            pending,
                            0,
                            control,
                            Duration.ofSeconds(second),
                            half == NEVER ? Optional.empty() : Optional.of(Duration.ofSeconds(second - (long) half))));
            if (!(verdict instanceof Verdict.Undecided)) {
                return verdict;
            }
        }
    }

    private static Device lostAt(Device device, double second) {
        return new Device(
                device.begins(),
                device.updates() < second ? device.updates() : NEVER,
                device.rejects() < second ? device.rejects() : NEVER,
                NEVER,
                Math.min(device.dies(), second));
    }
}

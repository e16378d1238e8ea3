package io.balena.releaseupdate.sandbox;

import io.balena.releaseupdate.sandbox.data.Data;
import io.balena.releaseupdate.sandbox.data.RefusedException;
import io.balena.releaseupdate.sandbox.data.Resource;
import io.balena.releaseupdate.sandbox.device.Deltas;
import io.balena.releaseupdate.sandbox.device.Devices;
import io.balena.releaseupdate.sandbox.device.EventClock;

/** The activity behind the API: delta builds, and devices that download the deltas. Both use the same clock. */
record CloudActivity(DeltaBuilds builds, Devices devices) {

    static CloudActivity of(SandboxOptions options, FaultPlan faults) {
        Data data = options.world().data();
        EventClock clock = new EventClock(options.clock());
        DeltaBuilds builds = new DeltaBuilds(data, clock, options.buildTime(), faults);
        Devices devices = new Devices(
                data,
                clock,
                options.world().population(),
                options.deviceSpeed(),
                options.seed(),
                (from, to) -> request(builds, data, from, to),
                faults);
        return new CloudActivity(builds, devices);
    }

    /** Devices don't restart failed builds: balena tells them to download the image. */
    private static Deltas.Supply request(DeltaBuilds builds, Data data, long from, long to) {
        if (builds.hasFailed(from, to)) {
            return new Deltas.Supply(Deltas.State.NONE, 0);
        }
        try {
            long delta = builds.request(from, to);
            return switch (builds.state(delta).status()) {
                case "success" -> {
                    Long size = (Long) data.row(Resource.DELTA, delta).get("size");
                    yield new Deltas.Supply(Deltas.State.READY, size == null ? 0 : size);
                }
                case "running" -> new Deltas.Supply(Deltas.State.BUILDING, 0);
                default -> new Deltas.Supply(Deltas.State.NONE, 0);
            };
        } catch (RefusedException refused) {
            return new Deltas.Supply(Deltas.State.NONE, 0);
        }
    }
}

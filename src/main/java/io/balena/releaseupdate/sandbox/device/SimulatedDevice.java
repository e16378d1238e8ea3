package io.balena.releaseupdate.sandbox.device;

import io.balena.releaseupdate.sandbox.data.Data;
import io.balena.releaseupdate.sandbox.data.Resource;
import io.balena.releaseupdate.sandbox.data.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** The simulation of one device: its polls and its connection. */
final class SimulatedDevice {
    /** After this many poll intervals without a poll, a device is late; a little later, it is offline. */
    private static final double LATE_AFTER = 1.5;

    private static final Duration OFFLINE_AFTER_LATE = Duration.ofSeconds(15);

    /** Polls are up to a minute late, to spread those of a fleet; less for short intervals. */
    private static final Duration LONGEST_JITTER = Duration.ofMinutes(1);

    private static final int JITTERS_PER_INTERVAL = 15;

    private final Data data;
    private final Row device;
    private final Schedule schedule;
    private final Configuration configuration;
    private final Reports reports;
    private final DeviceUpdate update;
    private final SplittableRandom random;
    private final boolean polls;
    private final boolean hasVpn;
    private Instant lastPoll;

    /** Incremented whenever a poll is planned or cancelled. */
    private int plannedPoll;

    private boolean isSilent;

    SimulatedDevice(
            Data data,
            Row device,
            Schedule schedule,
            Configuration configuration,
            Reports reports,
            DeviceUpdate update,
            long seed) {
        this.data = data;
        this.device = device;
        this.schedule = schedule;
        this.configuration = configuration;
        this.reports = reports;
        this.update = update;
        this.random = new SplittableRandom(new SplittableRandom(seed ^ device.id()).nextLong());
        this.polls =
                device.is("is_active") && List.of("online", "timeout").contains(device.text("api_heartbeat_state"));
        this.hasVpn = device.is("is_online");
    }

    /** Starts the device: the first poll is at a random time within an interval, as if it had polled before. */
    void begin() {
        if (polls) {
            Duration interval = configuration.pollInterval(device);
            Duration first = Duration.ofMillis(random.nextLong(interval.toMillis()));
            lastPoll = schedule.now().minus(schedule.byTheClock(interval.minus(first)));
            planPoll(first);
        }
    }

    private void planPoll(Duration in) {
        int number = ++plannedPoll;
        schedule.after(in, () -> {
            if (number == plannedPoll) {
                poll();
            }
        });
    }

    /** The API notifies the device over VPN of a new target. */
    void notified() {
        if (hasVpn && polls && !isSilent) {
            poll();
        }
    }

    private void poll() {
        if (data.find(Resource.DEVICE, device.id()) != device) {
            return; // It was removed.
        }
        lastPoll = schedule.now();
        reports.heartbeat("online");
        Duration interval = configuration.pollInterval(device);
        long jitter = Math.min(LONGEST_JITTER.toMillis(), interval.toMillis() / JITTERS_PER_INTERVAL);
        planPoll(interval.plusMillis(random.nextLong(jitter + 1)));
        UpdateProblem trouble = update.check();
        if (trouble.kind() == UpdateProblem.Kind.SILENT) {
            fallSilent(Duration.ofSeconds(trouble.value()));
        }
    }

    /**
     * Disconnects the device.
     *
     * @param time for how long; zero for permanently
     */
    void fallSilent(Duration time) {
        if (isSilent || !polls) {
            return;
        }
        isSilent = true;
        int silence = ++plannedPoll;
        update.interrupt();
        if (hasVpn) {
            reports.vpn(false);
        }
        Instant late = lastPoll.plus(schedule.byTheClock(
                Duration.ofMillis((long) (configuration.pollInterval(device).toMillis() * LATE_AFTER))));
        planWhileSilent(silence, late, () -> reports.heartbeat("timeout"));
        planWhileSilent(
                silence, late.plus(schedule.byTheClock(OFFLINE_AFTER_LATE)), () -> reports.heartbeat("offline"));
        if (!time.isZero()) {
            planWhileSilent(silence, schedule.now().plus(schedule.byTheClock(time)), this::comeBack);
        }
    }

    private void planWhileSilent(int silence, Instant time, Runnable what) {
        Instant now = schedule.now();
        schedule.at(time.isBefore(now) ? now : time, () -> {
            if (silence == plannedPoll && data.find(Resource.DEVICE, device.id()) == device) {
                what.run();
            }
        });
    }

    private void comeBack() {
        isSilent = false;
        if (hasVpn) {
            reports.vpn(true);
        }
        poll();
    }
}

package io.balena.releaseupdate.sandbox.device;

import io.balena.releaseupdate.sandbox.data.Data;
import io.balena.releaseupdate.sandbox.data.Resource;
import io.balena.releaseupdate.sandbox.data.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The simulated devices of a sandbox. Thread-safe. */
public final class Devices {
    /** The API notifies devices of a change one by one. */
    private static final Duration BETWEEN_NOTICES = Duration.ofMillis(50);

    private final Data data;
    private final EventClock clock;
    private final Population population;
    private final long seed;
    private final Schedule schedule;
    private final Configuration configuration;
    private final Downloads downloads;
    private final UpdateProblems troubles;
    private final Set<Long> liveFleets = new HashSet<>();
    private final Map<Long, SimulatedDevice> lives = new HashMap<>();
    private final Map<Long, DeviceUpdate> updates = new HashMap<>();
    private int devicesSeen = -1;

    /**
     * @param speed how many seconds of a device's life pass in one second of the clock
     * @param seed the seed of the devices' poll times
     */
    public Devices(
            Data data,
            EventClock clock,
            Population population,
            double speed,
            long seed,
            Deltas deltas,
            UpdateProblems troubles) {
        this.data = data;
        this.clock = clock;
        this.population = population;
        this.seed = seed;
        this.schedule = new Schedule(clock, speed);
        this.configuration = new Configuration(data);
        this.downloads = new Downloads(data, configuration, deltas);
        this.troubles = troubles;
    }

    /** Simulates everything that has happened to devices until now. */
    public void settle() {
        synchronized (data) {
            wakeNewcomers();
            schedule.settle();
        }
    }

    /** When the next event of a device is due; empty if none is planned. */
    public Optional<Instant> next() {
        synchronized (data) {
            wakeNewcomers();
            return schedule.next();
        }
    }

    /** The total bytes that a device has downloaded for updates in this simulation. */
    public long downloaded(long device) {
        synchronized (data) {
            DeviceUpdate update = updates.get(device);
            return update == null ? 0 : update.downloaded();
        }
    }

    /**
     * Disconnects a simulated device from all networks now; its update restarts afterwards.
     *
     * @param time how long; zero for permanently
     */
    public void silence(long device, Duration time) {
        synchronized (data) {
            settle();
            SimulatedDevice life = lives.get(device);
            if (life == null) {
                throw new IllegalArgumentException("device " + device + " does not live yet");
            }
            life.fallSilent(time);
        }
    }

    /** Notifies a fleet's devices of a new target, except those pinned individually. */
    public void fleetChanged(long fleet) {
        synchronized (data) {
            wake(fleet);
            notifyAll(data.referring(Resource.DEVICE, "belongs_to__application", fleet).stream()
                    .filter(device -> device.get("is_pinned_on__release") == null)
                    .map(Row::id)
                    .toList());
        }
    }

    /** Notifies these devices of a new target. */
    public void devicesChanged(Collection<Long> devices) {
        synchronized (data) {
            devices.stream()
                    .map(device -> data.row(Resource.DEVICE, device).reference("belongs_to__application"))
                    .filter(Objects::nonNull)
                    .distinct()
                    .forEach(this::wake);
            notifyAll(devices);
        }
    }

    private void notifyAll(Collection<Long> devices) {
        Duration delay = Duration.ZERO;
        for (Long device : devices) {
            SimulatedDevice life = lives.get(device);
            if (life != null && data.row(Resource.DEVICE, device).is("is_online")) {
                delay = delay.plus(BETWEEN_NOTICES);
                schedule.after(delay, life::notified);
            }
        }
    }

    /** Devices may be added at any time, even to a simulated fleet. */
    private void wakeNewcomers() {
        boolean isNewFleet = liveFleets.addAll(population.liveFleets());
        if (isNewFleet
                || !liveFleets.isEmpty()
                        && devicesSeen != data.rows(Resource.DEVICE).size()) {
            List.copyOf(liveFleets).forEach(this::wake);
            devicesSeen = data.rows(Resource.DEVICE).size();
        }
    }

    private void wake(long fleet) {
        liveFleets.add(fleet);
        for (Row device : data.referring(Resource.DEVICE, "belongs_to__application", fleet)) {
            if (!lives.containsKey(device.id())) {
                wake(fleet, device);
            }
        }
    }

    private void wake(long fleet, Row device) {
        long id = device.id();
        Reports reports = new Reports(device, clock);
        DeviceTraits habits = population.habits(fleet, id);
        DeviceUpdate update =
                new DeviceUpdate(data, device, habits, schedule, reports, downloads, troubles, () -> silence(id));
        SimulatedDevice life = new SimulatedDevice(data, device, schedule, configuration, reports, update, seed);
        updates.put(id, update);
        lives.put(id, life);
        life.begin();
    }

    private void silence(long device) {
        lives.get(device).fallSilent(Duration.ZERO);
    }
}

package io.balena.releaseupdate.rollout;

import static io.balena.releaseupdate.rollout.SimulatedDevices.ORIGIN;
import static io.balena.releaseupdate.rollout.SimulatedDevices.OTHER_RELEASE;
import static io.balena.releaseupdate.rollout.SimulatedDevices.TARGET;

import io.balena.releaseupdate.PreparationOptions;
import io.balena.releaseupdate.UnsupportedCloud;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.Delta;
import io.balena.releaseupdate.model.DeltaResponse;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.DevicePinRequest;
import io.balena.releaseupdate.model.DeviceSelection;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetDevice;
import io.balena.releaseupdate.model.FleetDevices;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.FleetState;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.ForbiddenTag;
import io.balena.releaseupdate.model.Image;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.OtherDevices;
import io.balena.releaseupdate.model.PinRequest;
import io.balena.releaseupdate.model.PinState;
import io.balena.releaseupdate.model.Release;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.ReleaseState;
import io.balena.releaseupdate.model.ReleaseTag;
import io.balena.releaseupdate.model.ReleaseTags;
import io.balena.releaseupdate.model.RolloutCounts;
import io.balena.releaseupdate.model.RolloutCountsRequest;
import io.balena.releaseupdate.model.RolloutEvent;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.RunningRelease;
import io.balena.releaseupdate.model.SourceRelease;
import io.balena.releaseupdate.model.TargetReference;
import io.balena.releaseupdate.model.TargetRelease;
import io.balena.releaseupdate.model.WaitClock;
import io.balena.releaseupdate.model.WriteResult;
import io.balena.releaseupdate.rollout.SimulatedDevices.Device;
import io.balena.releaseupdate.rollout.gate.GateOptions;
import io.balena.releaseupdate.rollout.journal.Journal;
import io.balena.releaseupdate.rollout.journal.JournalKeys;
import io.balena.releaseupdate.rollout.plan.Members;
import io.balena.releaseupdate.rollout.plan.RolloutOptions;
import io.balena.releaseupdate.rollout.plan.StageSize;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A balena with one fleet for roll-outs, whose time passes in requests and pauses. Each request may meet a fault: see
 * {@link #disturbance}. After every write, it checks the guarantees of a roll-out.
 */
class SimulatedBalena extends UnsupportedCloud implements WaitClock {

    static final Fleet FLEET = new Fleet(1, "acme/kiosk");
    static final FleetReference REFERENCE = FleetReference.parse("acme/kiosk");
    static final TargetReference TO = new TargetReference.Given(new ReleaseReference.Id(TARGET));

    /** The process that runs the roll-out is killed. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        Killed() {
            super("killed", null, false, false);
        }
    }

    /** The fault at one request; {@code isWrite} tells its kind. */
    interface Disturbance {
        Trouble at(int request, boolean isWrite);
    }

    /** The fault at a request. */
    enum Trouble {
        NONE,
        KILLED_BEFORE,
        KILLED_AFTER,
        FAILS,
        DONE_AND_LOST,
        LOST,
        DONE_LATE
    }

    final SimulatedDevices devices;
    final Map<String, ReleaseTag> tags = new LinkedHashMap<>();
    final List<String> log = new ArrayList<>();
    final Set<ImagePair> built = new HashSet<>();
    private final TreeMap<Long, Runnable> pending = new TreeMap<>();
    ReleaseState release = new ReleaseState(ReleaseState.SUCCESS, true, false);
    Disturbance disturbance = (request, isWrite) -> Trouble.NONE;
    Runnable beforeEach = () -> {};
    /** How long a late write takes; null for more or less half a minute. */
    Duration delay;

    int requests;
    int writes;
    long now;
    boolean isUndo;
    boolean somebodyChangedTheFleet;
    private boolean isDead;

    SimulatedBalena(SimulatedDevices devices) {
        this.devices = devices;
    }

    Instant time() {
        return SimulatedDevices.START.plusNanos(now);
    }

    RolloutOutcome run(RolloutOptions options) {
        return untilKilled(() -> new Rollouts(this, () -> this).run(REFERENCE, TO, options, this::note));
    }

    RolloutOutcome undo(RolloutOptions options) {
        isUndo = true;
        return untilKilled(() -> new Rollouts(this, () -> this).undo(REFERENCE, TO, options, this::note));
    }

    /** Requests that the process sends after the kill have no effect. */
    private RolloutOutcome untilKilled(Supplier<RolloutOutcome> process) {
        isDead = false;
        try {
            return process.get();
        } catch (RuntimeException | Error e) {
            if (isDead) {
                isDead = false;
                log.add(at() + "killed");
                throw new Killed();
            }
            throw e;
        }
    }

    private void note(RolloutEvent event) {
        if (event instanceof RolloutEvent.Written written) {
            log.add(at() + written.what());
        } else if (event instanceof RolloutEvent.Notice notice) {
            log.add(at() + "notice: " + notice.message());
        }
    }

    RolloutOptions options(Duration timeout) {
        return RolloutOptions.waiting(preparation(timeout));
    }

    /** Few polls: one stage, a short soak. */
    RolloutOptions briefOptions(Duration timeout) {
        return new RolloutOptions(
                Optional.of(StageSize.parseList("2,20%")),
                Duration.ofSeconds(30),
                Optional.empty(),
                GateOptions.DEFAULT.minFailed(),
                GateOptions.DEFAULT.maxFailed(),
                Optional.empty(),
                true,
                false,
                Optional.empty(),
                preparation(timeout));
    }

    private PreparationOptions preparation(Duration timeout) {
        return PreparationOptions.waiting(Deadline.after(timeout, this::nanoTime));
    }

    String at() {
        return "\n" + Duration.ofNanos(now) + " ";
    }

    // ------------------------------------------------------------------ requests

    private Trouble begin(boolean isWrite) {
        if (isDead) {
            throw new Killed();
        }
        pass(Duration.ofMillis(100));
        beforeEach.run();
        requests++;
        writes += isWrite ? 1 : 0;
        Trouble trouble = disturbance.at(requests, isWrite);
        if (trouble == Trouble.KILLED_BEFORE) {
            throw kill();
        }
        return trouble;
    }

    private Killed kill() {
        isDead = true;
        return new Killed();
    }

    private <T> T read(Supplier<T> answer) {
        Trouble trouble = begin(false);
        if (trouble == Trouble.KILLED_AFTER) {
            throw kill();
        }
        if (trouble != Trouble.NONE) {
            throw new BalenaException.Unavailable("balena is down.", null);
        }
        devices.settle(time());
        return answer.get();
    }

    private WriteResult write(String what, Runnable effect) {
        Trouble trouble = begin(true);
        devices.settle(time());
        log.add(at() + what + " " + trouble);
        switch (trouble) {
            case FAILS -> {
                return new WriteResult.NotApplied("balena is down.", Optional.empty());
            }
            case LOST -> {}
            case DONE_LATE -> after(delay == null ? Duration.ofSeconds(20 + writes % 40) : delay, effect);
            default -> effect.run();
        }
        if (trouble == Trouble.KILLED_AFTER) {
            throw kill();
        }
        return trouble == Trouble.NONE
                ? new WriteResult.Accepted()
                : new WriteResult.Unknown("No answer.", Optional.empty());
    }

    private void after(Duration delay, Runnable effect) {
        long at = now + delay.toNanos();
        while (pending.containsKey(at)) {
            at++;
        }
        pending.put(at, effect);
    }

    void letAllHappen() {
        for (int i = 0; i < 20; i++) {
            pass(Duration.ofMinutes(3));
            devices.settle(time());
        }
    }

    private void pass(Duration time) {
        long end = now + time.toNanos();
        while (!pending.isEmpty() && pending.firstKey() <= end) {
            now = pending.firstKey();
            pending.pollFirstEntry().getValue().run();
        }
        now = end;
    }

    // ------------------------------------------------------------------ reads

    @Override
    public FleetState fleet(FleetReference reference, Deadline deadline) {
        return read(() -> new FleetState(FLEET, target(), true));
    }

    @Override
    public TargetRelease target(TargetReference reference, FleetReference fleet, Deadline deadline) {
        long id = ((ReleaseReference.Id) ((TargetReference.Given) reference).release()).id();
        return read(() -> new TargetRelease(release(id), true, false));
    }

    @Override
    public PinState pinState(Fleet fleet, long id, Deadline deadline) {
        return read(() -> new PinState(
                target(), Optional.of(id == TARGET ? release : new ReleaseState(ReleaseState.SUCCESS, true, false))));
    }

    @Override
    public FleetDevices devices(FleetState fleet, long target, boolean onlineOnly, Deadline deadline) {
        return read(() -> {
            Map<Long, Long> counts = new TreeMap<>();
            devices.all.stream()
                    .filter(Device::isFollowing)
                    .forEach(device -> counts.merge(device.running, 1L, Long::sum));
            List<RunningRelease> running = counts.entrySet().stream()
                    .map(entry -> new RunningRelease(
                            name(entry.getKey()), "success", Optional.of(FLEET), entry.getValue(), 0, 0))
                    .toList();
            return new FleetDevices(running, 0, 0, OtherDevices.NONE);
        });
    }

    @Override
    public Map<Long, SourceRelease> sources(Collection<Long> ids, Deadline deadline) {
        return read(() -> {
            Map<Long, SourceRelease> found = new HashMap<>();
            ids.forEach(id -> found.put(id, new SourceRelease.Usable(release(id))));
            return found;
        });
    }

    @Override
    public Map<ImagePair, DeltaState> deltas(Collection<ImagePair> pairs, Deadline deadline) {
        return read(() -> {
            Map<ImagePair, DeltaState> states = new HashMap<>();
            for (ImagePair pair : pairs) {
                states.put(
                        pair,
                        built.contains(pair)
                                ? new DeltaState.Finished(new Delta(1, 3, Optional.empty(), 7))
                                : new DeltaState.Missing());
            }
            return states;
        });
    }

    @Override
    public CompletableFuture<DeltaResponse> requestDelta(ImagePair pair, Deadline deadline) {
        Trouble trouble = begin(false);
        built.add(pair);
        if (trouble == Trouble.KILLED_AFTER) {
            throw kill();
        }
        log.add(at() + "delta " + pair.source() + " to " + pair.target());
        return CompletableFuture.completedFuture(new DeltaResponse.Finished());
    }

    @Override
    public Duration longestPollInterval(Fleet fleet, Deadline deadline) {
        return read(() -> Duration.ofMinutes(15));
    }

    @Override
    public ReleaseTags releaseTags(long id, String prefix, Deadline deadline) {
        return read(() -> new ReleaseTags(
                tags.values().stream()
                        .filter(tag -> tag.key().startsWith(prefix))
                        .toList(),
                Optional.of(time())));
    }

    @Override
    public List<FleetDevice> fleetDevices(
            Fleet fleet, DeviceSelection which, Optional<String> healthyTag, Deadline deadline) {
        Predicate<Device> fits = which instanceof DeviceSelection.PinnedTo pinned
                ? device -> device.pin != null && device.pin == pinned.release()
                : which instanceof DeviceSelection.Ids ids
                        ? device -> ids.ids().contains(device.id)
                        : device -> device.isFollowing() && device.isReachable && isTagged(device, which);
        return read(() -> devices.all.stream()
                .filter(device -> device.isOfFleet)
                .filter(fits)
                .map(device -> device.shown(healthyTag))
                .toList());
    }

    private static boolean isTagged(Device device, DeviceSelection which) {
        var reachable = (DeviceSelection.Reachable) which;
        Optional<String> tag = reachable.tagKey().map(device.tags::get);
        return reachable.tagKey().isEmpty()
                || tag.isPresent() && reachable.tagValue().or(() -> tag).equals(tag);
    }

    @Override
    public RolloutCounts rolloutCounts(RolloutCountsRequest request, Deadline deadline) {
        return read(() -> {
            List<Device> following =
                    devices.all.stream().filter(Device::isFollowing).toList();
            long lost = following.stream()
                    .filter(device -> !device.isReachable && !device.heartbeatChanged.isBefore(request.began()))
                    .count();
            long reachable =
                    following.stream().filter(device -> device.isReachable).count();
            return new RolloutCounts(following.size(), new RolloutCounts.Alone(lost, reachable), stage(request));
        });
    }

    private RolloutCounts.Stage stage(RolloutCountsRequest request) {
        long updated = 0;
        long rejected = 0;
        long lost = 0;
        long silent = 0;
        long overdue = 0;
        long pending = 0;
        for (Device device : devices.all) {
            if (!device.isOfFleet || !device.canUpdate() || device.pin != null && device.pin != TARGET) {
                continue;
            }
            boolean runs = device.running == TARGET;
            if (!runs && "rejected".equals(device.report) && !device.reported.isBefore(request.stageBegan())) {
                rejected++;
            } else if (!device.isReachable && !device.heartbeatChanged.isBefore(request.stageBegan())) {
                lost++;
            } else if (!device.isReachable) {
                silent++;
            } else if (runs && isHealthy(device, request)) {
                updated++;
            } else if (request.overdue()
                    .filter(bound -> !device.heartbeatChanged.isAfter(bound))
                    .isPresent()) {
                overdue++;
            } else {
                pending++;
            }
        }
        return new RolloutCounts.Stage(updated, rejected, lost, silent, overdue, pending);
    }

    private static boolean isHealthy(Device device, RolloutCountsRequest request) {
        return request.healthyTag()
                .map(key -> request.release().commit().equals(device.tags.get(key)))
                .orElse(true);
    }

    // ------------------------------------------------------------------ writes

    @Override
    public WriteResult createReleaseTag(long id, String key, String value, Deadline deadline) {
        if (value.length() > 1_000 || key.contains(" ")) {
            throw new AssertionError("balena would not take tag " + key + " = " + value);
        }
        return write("tag " + key + " = " + value, () -> tags.putIfAbsent(key, new ReleaseTag(key, value, time())));
    }

    @Override
    public WriteResult pin(PinRequest request, Deadline deadline) {
        return write("pin fleet to " + request.release(), () -> {
            boolean isAllowed = lacks(request.unless()) && (request.release() != TARGET || isFit(request.allowDraft()));
            if (target().isSameAs(request.expected()) && isAllowed) {
                if (request.release() == TARGET && Journal.last(tags.values()).has(JournalKeys.UNDOING)) {
                    throw new AssertionError("pinned the fleet although the roll-out is being taken back");
                }
                devices.fleetTarget = request.release();
                devices.tracksLatest = false;
                check("pin of the fleet");
            }
        });
    }

    @Override
    public WriteResult pinDevices(DevicePinRequest request, Deadline deadline) {
        if (request.ids().size() > DevicePinRequest.MOST_DEVICES) {
            throw new AssertionError("too many devices in one request");
        }
        String what = (request.isClearing() ? "clear " : "pin ") + new java.util.TreeSet<>(request.ids());
        return write(what, () -> {
            boolean isAllowed = lacks(request.unless()) && (request.isClearing() || isFit(request.allowDraft()));
            if (!target().isSameAs(request.expected()) || !isAllowed) {
                return;
            }
            for (long id : request.ids()) {
                Device device = devices.device(id);
                if (request.isClearing()
                        && device.isOfFleet
                        && device.canUpdate()
                        && device.pin != null
                        && device.pin == request.release()) {
                    requireOurs(device);
                    device.pin = null;
                } else if (!request.isClearing() && device.isFollowing() && device.isReachable) {
                    device.pin = request.release();
                    device.isOurs = true;
                    device.isTheirs = false;
                }
            }
            check(what);
        });
    }

    private boolean lacks(Optional<ForbiddenTag> tag) {
        return tag.map(ForbiddenTag::key).filter(tags::containsKey).isEmpty();
    }

    private boolean isFit(boolean allowDraft) {
        return release.status().equals(ReleaseState.SUCCESS)
                && !release.isInvalidated()
                && (release.isFinal() || allowDraft);
    }

    // ------------------------------------------------------------------ guarantees

    /** Except for the documented exception: another user pins a device of a stage to the same release. */
    private void requireOurs(Device device) {
        boolean isOfStage = !device.isOurs
                && new Members(TARGET, Journal.last(tags.values()))
                        .stage(device.shown(Optional.empty()))
                        .isPresent();
        if (!device.isOurs && !(device.isTheirs && isOfStage)) {
            throw new AssertionError("cleared a pin that the roll-out has not made: device " + device.id);
        }
    }

    private void check(String what) {
        Journal journal = Journal.last(tags.values());
        long ours = devices.all.stream()
                .filter(device -> device.isOurs && device.pin != null)
                .count();
        long allowed = journal.stages().values().stream()
                .mapToLong(stage -> stage.scope().size())
                .max()
                .orElse(0);
        if (ours > allowed) {
            throw new AssertionError(what + ": " + ours + " devices pinned, beyond the stage's " + allowed);
        }
        for (Device device : devices.all) {
            if (device.isOurs && !device.isTheirs && !somebodyChangedTheFleet) {
                long target = devices.target(device);
                if (target != ORIGIN && target != TARGET) {
                    throw new AssertionError(what + ": device " + device.id + " has target " + target);
                }
                boolean isMovedBack = device.pin == null && target == ORIGIN && !isUndo && device.isOfFleet;
                if (isMovedBack) {
                    throw new AssertionError(what + ": device " + device.id + " is moved back");
                }
            }
        }
    }

    // ------------------------------------------------------------------ other users

    void pinBySomebody(Device device, Long release) {
        log.add(at() + "somebody pins device " + device.id + " to " + release);
        device.pin = release;
        device.isTheirs = true;
        device.isOurs = false;
    }

    void pinFleetBySomebody(Long release, boolean tracksLatest) {
        log.add(at() + "somebody pins the fleet to " + release + " " + tracksLatest);
        devices.fleetTarget = release;
        devices.tracksLatest = tracksLatest;
        somebodyChangedTheFleet = true;
    }

    // ------------------------------------------------------------------ names

    FleetTarget target() {
        return new FleetTarget(Optional.of(name(devices.fleetTarget)), devices.tracksLatest);
    }

    static ReleaseName name(long id) {
        return new ReleaseName(id, String.format("%040x", id), Optional.of("1.0." + id));
    }

    private static Release release(long id) {
        var image = new Image(id * 100, "registry/" + id, Optional.of("sha256:" + id), 1_000);
        return new Release(id, name(id).commit(), name(id).version(), FLEET, Map.of("main", image), Set.of());
    }

    static List<Long> releases() {
        return List.of(ORIGIN, OTHER_RELEASE, TARGET);
    }

    // ------------------------------------------------------------------ time

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void pause(Duration longest) {
        pass(longest);
    }

    @Override
    public void wake() {}
}

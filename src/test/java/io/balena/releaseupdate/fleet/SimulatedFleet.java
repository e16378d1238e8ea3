package io.balena.releaseupdate.fleet;

import io.balena.releaseupdate.UnsupportedCloud;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.PinOutcome;
import io.balena.releaseupdate.model.PinRequest;
import io.balena.releaseupdate.model.PinState;
import io.balena.releaseupdate.model.Release;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.ReleaseState;
import io.balena.releaseupdate.model.TargetRelease;
import io.balena.releaseupdate.model.WaitClock;
import io.balena.releaseupdate.model.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * A fleet whose balena misbehaves at random, within known limits: statements take 60 s at most, and reads lag little
 * behind them, or longer behind writes with a response. Time passes in pauses and requests.
 */
final class SimulatedFleet extends UnsupportedCloud implements WaitClock {

    static final Duration LIMIT = Duration.ofSeconds(90);

    private static final Fleet FLEET = new Fleet(1, "acme/kiosk");
    private static final FleetTarget BEFORE = pinned(10);
    private static final FleetTarget WANTED = pinned(20);
    private static final FleetTarget OTHER = pinned(15);
    private static final ReleaseState FIT = new ReleaseState(ReleaseState.SUCCESS, true, false);
    private static final List<ReleaseState> UNFIT = List.of(
            new ReleaseState(ReleaseState.SUCCESS, true, true),
            new ReleaseState(ReleaseState.SUCCESS, false, false),
            new ReleaseState("failed", true, false));

    private record Pending(PinRequest request, boolean isOurs, FleetTarget to) {}

    private final Random random;
    private final List<String> log = new ArrayList<>();
    /** A state and since when it held. */
    private final TreeMap<Long, PinState> history = new TreeMap<>();

    private final TreeMap<Long, Pending> pending = new TreeMap<>();

    private boolean isCalm;
    private boolean isReadOnly;
    private boolean hasLateEffects;
    private Duration mostLag;
    private double oddness;
    private long now;
    private PinState lastSeen;
    private int writes;
    private boolean wroteBlindly;
    private boolean overrode;
    private boolean pinnedByUs;
    private boolean repinned;
    private FleetTarget described = BEFORE;

    SimulatedFleet(Random random) {
        this.random = random;
        history.put(0L, new PinState(chance(0.05) ? WANTED : BEFORE, Optional.of(FIT)));
        isReadOnly = chance(0.1);
        oddness = random.nextDouble() * 0.9;
        hasLateEffects = chance(0.8);
        mostLag = Duration.ofMillis(random.nextInt(hasLateEffects ? 4_000 : 60_000));
        if (chance(0.2)) {
            schedule(60, new Pending(null, false, OTHER));
        }
        if (chance(0.05)) {
            schedule(60, new Pending(null, false, WANTED));
        }
        if (chance(0.2)) {
            schedule(60, null);
        }
    }

    /** A fleet without faults. */
    static SimulatedFleet healthy() {
        SimulatedFleet fleet = new SimulatedFleet(new Random(0));
        fleet.pending.clear();
        fleet.history.put(0L, new PinState(BEFORE, Optional.of(FIT)));
        return fleet.calm();
    }

    /** The same without faults from now on. */
    SimulatedFleet calm() {
        letAllWritesHappen();
        isCalm = true;
        isReadOnly = false;
        oddness = 0;
        mostLag = Duration.ZERO;
        writes = 0;
        described = current().running();
        return this;
    }

    PinOutcome pin() {
        var to = new Release(20, "c20", FLEET, Map.of());
        var update = new FleetUpdate(
                FLEET, described, new TargetRelease(to, true, false), List.of(), List.of(), 0, 0, Optional.empty());
        return new Pinning(this, new PinPlan(update, PinOptions.STRICT, LIMIT), notice -> {}, this).run();
    }

    @Override
    public PinState pinState(Fleet fleet, long release, Deadline deadline) throws InterruptedException {
        pass(0.2);
        if (chance(oddness / 3)) {
            lastSeen = null;
            log.add(now() + " look fails");
            throw new BalenaException.Unavailable("down", null, chance(0.3), Duration.ZERO);
        }
        long lag = (long) (mostLag.toNanos() * random.nextDouble());
        lastSeen = history.floorEntry(Math.max(0, now - lag)).getValue();
        if (chance(oddness / 20)) {
            lastSeen = new PinState(lastSeen.running(), Optional.empty());
        }
        log.add(now() + " look: " + lastSeen);
        return lastSeen;
    }

    @Override
    public WriteResult pin(PinRequest request, Deadline deadline) throws InterruptedException {
        writes++;
        wroteBlindly |= lastSeen == null
                || !lastSeen.running().equals(described)
                || !lastSeen.release().equals(Optional.of(FIT));
        lastSeen = null;
        if (isReadOnly) {
            log.add(now() + " write: read only");
            return chance(0.5)
                    ? new WriteResult.Accepted()
                    : new WriteResult.Denied(new BalenaException.NotAllowed("No."));
        }
        var write = new Pending(request, true, WANTED);
        double kind = random.nextDouble();
        if (kind > oddness) {
            apply(write);
            log.add(now() + " write: taken");
            pass(0.5);
            return new WriteResult.Accepted();
        }
        WriteResult lost = new WriteResult.Unknown("lost", retryAfter());
        switch (random.nextInt(6)) {
            case 0 -> apply(write);
            case 1 -> {
                if (hasLateEffects) {
                    pending.put(unique(now + random.nextInt(60_000) * 1_000_000L), write);
                }
            }
            case 2 -> log.add("never done");
            case 3 -> {
                log.add(now() + " write: refused");
                return new WriteResult.Refused(new BalenaException.NotFound("It is necessary that"));
            }
            case 4 -> {
                log.add(now() + " write: not done");
                return new WriteResult.NotApplied("429", retryAfter());
            }
            default -> {
                log.add(now() + " write: answered by something else");
                return new WriteResult.Accepted();
            }
        }
        log.add(now() + " write: lost");
        pass(2);
        return lost;
    }

    private Optional<Duration> retryAfter() {
        return chance(0.2) ? Optional.of(Duration.ofSeconds(random.nextInt(400))) : Optional.empty();
    }

    private void apply(Pending change) {
        PinState state = current();
        if (change == null) {
            history.put(now, new PinState(state.running(), Optional.of(UNFIT.get(random.nextInt(UNFIT.size())))));
            log.add(now() + " unfit");
        } else if (!change.isOurs()) {
            history.put(now, new PinState(change.to(), state.release()));
            repinned |= !change.to().equals(state.running());
            log.add(now() + " somebody else pins " + change.to());
        } else if (change.request().expected().equals(state.running())
                && state.release().equals(Optional.of(FIT))) {
            overrode |= !state.running().equals(described);
            pinnedByUs = true;
            history.put(now, new PinState(WANTED, state.release()));
            log.add(now() + " pinned");
        }
    }

    private void schedule(int withinSeconds, Pending change) {
        pending.put(unique(random.nextInt(withinSeconds * 1_000) * 1_000_000L), change);
    }

    private long unique(long at) {
        long free = at;
        while (pending.containsKey(free)) {
            free++;
        }
        return free;
    }

    void letAllWritesHappen() {
        while (!pending.isEmpty()) {
            now = Math.max(now, pending.firstKey());
            apply(pending.pollFirstEntry().getValue());
        }
    }

    private void pass(double mostSeconds) throws InterruptedException {
        if (!isCalm) {
            pause(Duration.ofNanos((long) (random.nextDouble() * mostSeconds * 1e9)));
        }
    }

    @Override
    public void pause(Duration pause) throws InterruptedException {
        long end = now + pause.toNanos();
        while (!pending.isEmpty() && pending.firstKey() <= end) {
            now = Math.max(now, pending.firstKey());
            apply(pending.pollFirstEntry().getValue());
        }
        now = end;
        if (!isCalm && chance(0.003)) {
            log.add(now() + " killed");
            throw new InterruptedException();
        }
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void wake() {
        throw new UnsupportedOperationException("nobody wakes who pins");
    }

    private PinState current() {
        return history.lastEntry().getValue();
    }

    private String now() {
        return "\n" + Duration.ofNanos(now);
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    Duration elapsed() {
        return Duration.ofNanos(now);
    }

    int writes() {
        return writes;
    }

    boolean hasWrittenBlindly() {
        return wroteBlindly;
    }

    boolean hasOverridden() {
        return overrode;
    }

    boolean hasBeenPinnedByUs() {
        return pinnedByUs;
    }

    boolean hasBeenRepinned() {
        return repinned;
    }

    boolean hasShownThePin() {
        return lastSeen != null && lastSeen.running().equals(WANTED);
    }

    String log() {
        return String.join("", log);
    }

    private static FleetTarget pinned(long release) {
        return new FleetTarget(Optional.of(new ReleaseName(release, "c" + release)), false);
    }
}

package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.model.DeltaBuild;
import io.balena.releaseupdate.model.DeltaState;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Tells which builds have given no sign of life for too long, by the time of balena's responses. If they have none, our
 * own clock can't replace it, since it may be wrong; a build is then silent if it was seen unchanged for that long.
 */
final class SilentBuilds {

    /** A sign of life and when it was first seen. */
    private record Sign(Instant updated, long seenAt) {}

    private final LongSupplier nanoTime;
    private final Map<Long, Sign> signs = new ConcurrentHashMap<>();

    /** @param nanoTime a clock that only goes forward */
    SilentBuilds(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * The state of one pair, given all its builds.
     *
     * @param time the time of the response by balena's clock; empty if it does not say
     */
    DeltaState state(Collection<DeltaBuild> builds, Optional<Instant> time) {
        return time.map(now -> DeltaState.of(builds, now))
                .orElseGet(() -> DeltaState.of(builds, this::isSeenUnchanged));
    }

    private boolean isSeenUnchanged(DeltaBuild build) {
        if (build.updated().isEmpty()) {
            return false;
        }
        long now = nanoTime.getAsLong();
        Instant updated = build.updated().get();
        Sign sign = signs.compute(
                build.id(),
                (id, known) -> known != null && known.updated().equals(updated) ? known : new Sign(updated, now));
        return now - sign.seenAt() >= DeltaState.STALE_AFTER.toNanos();
    }
}

package io.balena.releaseupdate.rollout;

import io.balena.releaseupdate.model.ReleaseTag;
import io.balena.releaseupdate.model.WaitClock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * balena's time, which this machine's clock says nothing of. If an answer has no date, time goes on from the last moment
 * that balena showed: less may have passed than in truth, but never more. A soak time may last longer then, and no
 * device is overdue too early.
 */
final class ServerTime {

    private final WaitClock clock;
    private Optional<Instant> shown = Optional.empty();
    private long since;

    ServerTime(WaitClock clock) {
        this.clock = clock;
    }

    /**
     * The time of an answer.
     *
     * @param date what the answer says
     * @param tags what balena has created so far
     */
    Instant of(Optional<Instant> date, Collection<ReleaseTag> tags) {
        if (date.isPresent()) {
            show(date.get());
            return date.get();
        }
        tags.stream()
                .map(ReleaseTag::created)
                .max(Comparator.naturalOrder())
                .filter(created -> shown.isEmpty() || created.isAfter(now(shown.get())))
                .ifPresent(this::show);
        // Without any tag, nothing is judged yet.
        return shown.map(this::now).orElseGet(Instant::now);
    }

    private void show(Instant time) {
        shown = Optional.of(time);
        since = clock.nanoTime();
    }

    private Instant now(Instant from) {
        return from.plusNanos(clock.nanoTime() - since);
    }
}

package io.balena.releaseupdate.rollout;

import io.balena.releaseupdate.model.ReleaseTag;
import io.balena.releaseupdate.model.WaitClock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * The time by balena's clock, independent of this machine's. If a response has no date, the time since the last known
 * moment is added: the result may be too early, but never too late. Soak times may then last longer, but no device is
 * overdue too early.
 */
final class ServerTime {

    private final WaitClock clock;
    private Optional<Instant> shown = Optional.empty();
    private long since;

    ServerTime(WaitClock clock) {
        this.clock = clock;
    }

    /**
     * The time of a response.
     *
     * @param date the response's date; empty if it has none
     * @param tags the tags that balena has created so far
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

package io.balena.releaseupdate.output.progress;

import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.ServiceUpdate;
import io.balena.releaseupdate.model.UpdateStatus;
import io.balena.releaseupdate.output.words.Tally;
import io.balena.releaseupdate.text.Printable;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Keeps the state of each delta, from the events of the preparation. */
public final class DeltaBoard {

    private final LongSupplier nanoTime;
    private final Map<ImagePair, DeltaProgress> deltas = new LinkedHashMap<>();

    /** Kept with each change: to count thousands of deltas anew for each of thousands of events takes minutes. */
    private final Map<UpdateStatus, Integer> counts = new EnumMap<>(UpdateStatus.class);

    private final long start;

    /** @param nanoTime nanoseconds of a clock that only goes forward */
    public DeltaBoard(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** Takes up the deltas that these updates need, once each although several services may need it. */
    public void start(List<ReleaseUpdate> updates) {
        Map<ImagePair, Needs> needs = new LinkedHashMap<>();
        for (ReleaseUpdate update : updates) {
            for (ServiceUpdate service : update.services()) {
                service.pair().ifPresent(pair -> needs.computeIfAbsent(pair, p -> new Needs(service))
                        .add(service, update));
            }
        }
        needs.forEach((pair, need) -> put(need.begin(pair, updates.size() > 1, now())));
    }

    /** Takes over the states of these updates if they differ: they are final. */
    void settle(List<ReleaseUpdate> updates) {
        for (ReleaseUpdate update : updates) {
            for (ServiceUpdate service : update.services()) {
                service.pair()
                        .map(deltas::get)
                        .filter(known -> known.isRequested() || !known.state().equals(service.deltaState()))
                        .ifPresent(known -> change(known.pair(), old -> old.changed(service.deltaState(), now())));
            }
        }
    }

    /** The delta as it is after the event; empty if no update needs it. */
    public Optional<DeltaProgress> requested(PreparationEvent.Requested event) {
        return change(event.pair(), delta -> delta.requested(event.attempt(), now()));
    }

    /** The delta as it is after the event; empty if no update needs it. */
    public Optional<DeltaProgress> changed(PreparationEvent.Changed event) {
        return change(event.pair(), delta -> delta.changed(event.after(), now()));
    }

    /** How often a delta was requested, as far as is known. */
    int attempts(ImagePair pair) {
        DeltaProgress delta = deltas.get(pair);
        return delta == null ? 0 : delta.attempts();
    }

    private Optional<DeltaProgress> change(ImagePair pair, UnaryOperator<DeltaProgress> change) {
        return Optional.ofNullable(deltas.get(pair)).map(change).map(this::put);
    }

    private DeltaProgress put(DeltaProgress delta) {
        DeltaProgress before = deltas.put(delta.pair(), delta);
        if (before != null) {
            counts.merge(before.status(), -1, Integer::sum);
        }
        counts.merge(delta.status(), 1, Integer::sum);
        return delta;
    }

    /** All deltas, in the order of the services that need them. */
    public Collection<DeltaProgress> deltas() {
        return Collections.unmodifiableCollection(deltas.values());
    }

    /** How many deltas have which status now. */
    public Tally tally() {
        return new Tally(
                deltas.size(),
                count(UpdateStatus.READY),
                count(UpdateStatus.PREPARING),
                count(UpdateStatus.PENDING),
                count(UpdateStatus.FAILED));
    }

    private int count(UpdateStatus status) {
        return counts.getOrDefault(status, 0);
    }

    /** The time since this was made: since the command began. */
    Duration elapsed() {
        return Duration.ofNanos(now() - start);
    }

    private long now() {
        return nanoTime.getAsLong();
    }

    /** Who needs one delta. */
    private static final class Needs {

        private final ServiceUpdate first;
        private final Set<String> serviceNames = new LinkedHashSet<>();
        private final Set<ReleaseName> sourceReleases = new LinkedHashSet<>();

        Needs(ServiceUpdate first) {
            this.first = first;
        }

        void add(ServiceUpdate service, ReleaseUpdate update) {
            serviceNames.add(service.serviceName());
            sourceReleases.add(update.from().name());
        }

        DeltaProgress begin(ImagePair pair, boolean namesReleases, long now) {
            String services = serviceNames.stream().map(Printable::of).collect(Collectors.joining(", "));
            String source = namesReleases ? releases() : "";
            return new DeltaProgress(
                    pair,
                    List.copyOf(serviceNames),
                    services,
                    source,
                    first.to().size(),
                    first.deltaState(),
                    0,
                    false,
                    now);
        }

        private String releases() {
            ReleaseName one = sourceReleases.iterator().next();
            int others = sourceReleases.size() - 1;
            return Printable.of(one.versionOrId()) + (others == 0 ? "" : " and " + others + " more");
        }
    }
}

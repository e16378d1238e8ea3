package io.balena.releaseupdate;

import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.ServiceUpdate;
import io.balena.releaseupdate.model.WaitClock;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Describes the update of a fleet from one release to another, and gets its deltas built. Applications that use this
 * library inject it as a bean; see {@link DefaultBalenaCloud} for its configuration.
 */
@Singleton
public final class ReleaseUpdates {

    private final BalenaCloud cloud;
    private final Supplier<WaitClock> clocks;

    /** @param cloud balena, where the releases are */
    @Inject
    public ReleaseUpdates(BalenaCloud cloud) {
        this(cloud, WaitClock::system);
    }

    /**
     * With other clocks, for tests.
     *
     * @param clocks creates one for each wait
     */
    public ReleaseUpdates(BalenaCloud cloud, Supplier<WaitClock> clocks) {
        this.cloud = cloud;
        this.clocks = clocks;
    }

    /**
     * Describes the update between two releases, in two requests. Considers all releases that the token can see.
     *
     * @param from the release that devices run
     * @param to the release that they will run
     * @param deadline when to give up
     * @throws BalenaException if it can't be described
     * @throws InterruptedException if the thread was interrupted
     */
    public ReleaseUpdate describe(ReleaseReference from, ReleaseReference to, Deadline deadline)
            throws InterruptedException {
        return describe(from, to, Optional.empty(), deadline);
    }

    /**
     * As {@link #describe(ReleaseReference, ReleaseReference, Deadline)} for releases of one fleet.
     *
     * @param fleet other fleets' releases don't count, even if they have the same commit or version
     */
    public ReleaseUpdate describe(ReleaseReference from, ReleaseReference to, FleetReference fleet, Deadline deadline)
            throws InterruptedException {
        return describe(from, to, Optional.of(fleet), deadline);
    }

    private ReleaseUpdate describe(
            ReleaseReference from, ReleaseReference to, Optional<FleetReference> fleet, Deadline deadline)
            throws InterruptedException {
        var releases = cloud.releases(List.of(from, to), fleet, deadline);
        ReleaseUpdate update = ReleaseUpdate.between(releases.get(from), releases.get(to), Map.of());
        return update.with(cloud.deltas(update.pairs(), deadline));
    }

    /**
     * Requests the deltas of an update that are missing, stalled or failed, and waits for them if requested. Deltas
     * being built are not requested again.
     *
     * @param update as just described
     * @param events receives the events, on the calling thread
     * @return how it ended; pass its states to {@link ReleaseUpdate#with} for the last known update
     */
    public Preparation prepare(ReleaseUpdate update, PreparationOptions options, Consumer<PreparationEvent> events) {
        return prepare(List.of(update), options, events);
    }

    /**
     * As {@link #prepare(ReleaseUpdate, PreparationOptions, Consumer)} for several updates at once: a delta that
     * several need is requested once, and the options' limits apply to all together.
     */
    public Preparation prepare(
            List<ReleaseUpdate> updates, PreparationOptions options, Consumer<PreparationEvent> events) {
        return new DeltaPreparation(cloud, options, clocks.get(), ThreadLocalRandom.current(), events)
                .run(states(updates));
    }

    /** The pairs of images whose deltas {@link #prepare} would request. */
    public static List<ImagePair> missingDeltas(ReleaseUpdate update) {
        return missingDeltas(List.of(update));
    }

    /** The pairs of images whose deltas {@link #prepare} would request, each once. */
    public static List<ImagePair> missingDeltas(List<ReleaseUpdate> updates) {
        return DeltaPreparation.needed(states(updates));
    }

    private static Map<ImagePair, DeltaState> states(List<ReleaseUpdate> updates) {
        Map<ImagePair, DeltaState> states = new LinkedHashMap<>();
        for (ReleaseUpdate update : updates) {
            for (ServiceUpdate service : update.services()) {
                service.pair().ifPresent(pair -> states.put(pair, service.deltaState()));
            }
        }
        return states;
    }
}

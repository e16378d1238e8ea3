package io.balena.releaseupdate;

import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.ReleaseUpdate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what the transition of a fleet from one release to another is made of. */
public final class ReleaseUpdates {

    private final BalenaCloud cloud;

    public ReleaseUpdates(BalenaCloud cloud) {
        this.cloud = cloud;
    }

    /**
     * Describes the update between two releases, in two requests.
     *
     * @param from the release that devices run
     * @param to the release that they will run
     * @param fleet look the releases up in this fleet only; empty looks through all that the token can see
     * @param deadline when to give up
     * @throws BalenaException where it can't be described
     * @throws InterruptedException where the thread was interrupted
     */
    public ReleaseUpdate describe(
            ReleaseReference from, ReleaseReference to, Optional<FleetReference> fleet, Deadline deadline)
            throws InterruptedException {
        var releases = cloud.releases(List.of(from, to), fleet, deadline);
        ReleaseUpdate update = ReleaseUpdate.between(releases.get(from), releases.get(to), Map.of());
        return update.with(cloud.deltas(update.pairs(), deadline));
    }
}

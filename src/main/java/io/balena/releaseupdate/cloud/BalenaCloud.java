package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeltaResponse;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetDevices;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.FleetState;
import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.PinRequest;
import io.balena.releaseupdate.model.PinState;
import io.balena.releaseupdate.model.Release;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.SourceRelease;
import io.balena.releaseupdate.model.TargetReference;
import io.balena.releaseupdate.model.TargetRelease;
import io.balena.releaseupdate.model.WriteResult;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * balenaCloud or an openBalena server, as far as release updates need it. Transient faults are retried behind this
 * interface; what it throws is final.
 */
public interface BalenaCloud extends RolloutCloud {

    /**
     * Looks up releases, all of them in one request where possible.
     *
     * @param references which ones
     * @param fleet look in this fleet only; empty looks through everything that the token can see
     * @param deadline when to give up
     * @return the release of each reference
     * @throws BalenaException.NotFound if one does not exist, is ambiguous, or can't be downloaded
     * @throws BalenaException.NotLoggedIn if the token is not valid
     * @throws BalenaException.Unavailable if balena can't be reached or errs
     * @throws BalenaException.TimedOut if the deadline passed
     * @throws InterruptedException if the thread was interrupted
     */
    Map<ReleaseReference, Release> releases(
            Collection<ReleaseReference> references, Optional<FleetReference> fleet, Deadline deadline)
            throws InterruptedException;

    /**
     * Looks up the release that a fleet will run, in that fleet only.
     *
     * @param reference a certain one or the latest; the current one is known from the fleet
     * @throws BalenaException as {@link #releases}
     * @throws InterruptedException if the thread was interrupted
     */
    TargetRelease target(TargetReference reference, FleetReference fleet, Deadline deadline)
            throws InterruptedException;

    /**
     * Looks up releases that devices run, dozens in one request, whatever state they are in.
     *
     * @param ids theirs
     * @return what is found out about each
     * @throws BalenaException as {@link #releases}, but for one that is only about one of the releases
     * @throws InterruptedException if the thread was interrupted
     */
    Map<Long, SourceRelease> sources(Collection<Long> ids, Deadline deadline) throws InterruptedException;

    /**
     * Looks up a fleet: one request.
     *
     * @throws BalenaException as {@link #releases}
     * @throws InterruptedException if the thread was interrupted
     */
    FleetState fleet(FleetReference reference, Deadline deadline) throws InterruptedException;

    /**
     * Looks up what a pin depends on: one request.
     *
     * @param release the id of the release to pin
     * @throws BalenaException as {@link #releases}
     * @throws InterruptedException if the thread was interrupted
     */
    PinState pinState(Fleet fleet, long release, Deadline deadline) throws InterruptedException;

    /**
     * Has balena count a fleet's devices, each once: those that follow the fleet by the release that they run, and the
     * others by the reason why they don't. Two to six requests, whatever the number of devices.
     *
     * @param target the id of one of the fleet's releases; devices that run it need no deltas
     * @param onlineOnly whether only devices count that balena heard from recently: whose heartbeat is online or late
     * @throws BalenaException as {@link #releases}
     * @throws BalenaException.Usage if the API knows no heartbeats and they are needed
     * @throws InterruptedException if the thread was interrupted
     */
    FleetDevices devices(FleetState fleet, long target, boolean onlineOnly, Deadline deadline)
            throws InterruptedException;

    /**
     * Has balena count how far a fleet's devices are with a release: at most four requests, and two more the first time,
     * whatever the number of devices.
     *
     * @param release one of the fleet's releases
     * @param pinned when the release became the target, if known; what devices reported before that is left aside, as
     *     is what they reported before the release was created
     * @param delayed how many of the devices to name that hold things up; 0 names none and saves the requests
     * @throws BalenaException as {@link #releases}
     * @throws InterruptedException if the thread was interrupted
     */
    FleetStatus status(Fleet fleet, ReleaseName release, Optional<Instant> pinned, int delayed, Deadline deadline)
            throws InterruptedException;

    /**
     * Requests once to pin a fleet, on conditions. As all requests that change something at balena, it is
     * not repeated here: read first what it did. The conditions hold against all that was there when balena
     * got to the request. A change that balena is still working on just then, in a transaction of its own, is waited for
     * and overwritten (its API judges the conditions when the statement begins); no form of the request prevents that.
     *
     * @throws BalenaException if nothing could be sent
     * @throws InterruptedException if the thread was interrupted; the fleet may be pinned or not
     */
    WriteResult pin(PinRequest request, Deadline deadline) throws InterruptedException;

    /**
     * Looks up the deltas between images: one request for hundreds of pairs, none for no pair.
     *
     * @return the state of each pair
     * @throws BalenaException as {@link #releases}
     * @throws InterruptedException if the thread was interrupted
     */
    Map<ImagePair, DeltaState> deltas(Collection<ImagePair> pairs, Deadline deadline) throws InterruptedException;

    /**
     * Looks up the deltas between images without waiting for the answers, a few requests side by side. One request that
     * fails takes nothing from the others.
     *
     * @param shown is given the states that each answer shows as soon as it is there, on any thread
     * @return complete once no more will be shown; fails with the first {@link BalenaException} of a request that failed.
     *     Cancelling it ends the look.
     */
    CompletableFuture<Void> pollDeltas(
            Collection<ImagePair> pairs, Deadline deadline, Consumer<Map<ImagePair, DeltaState>> shown);

    /**
     * Asks balena whose the token is, without waiting for the answer.
     *
     * @return complete if the token is valid; fails with {@link BalenaException.NotLoggedIn} if it is not, with another
     *     {@link BalenaException} if that can't be found out
     */
    CompletableFuture<Void> checkToken(Deadline deadline);

    /**
     * Asks for a delta, so that it gets built where it is not there. The server may hold the request for a minute;
     * cancelling the answer gives the connection back and stops no build.
     *
     * @return the answer; fails with a {@link BalenaException}
     */
    CompletableFuture<DeltaResponse> requestDelta(ImagePair pair, Deadline deadline);
}

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
 * The part of balenaCloud, or an openBalena server, that release updates need. Requests that fail for a transient
 * reason are repeated behind this interface, except for those that change something; errors that it throws are final.
 */
public interface BalenaCloud extends RolloutCloud {

    /**
     * Looks up releases, dozens in one request.
     *
     * @param references the releases to look up
     * @param fleet the only fleet to search; empty to search everything that the token can see
     * @param deadline when to give up
     * @return the release for each reference
     * @throws BalenaException.NotFound if one does not exist, is ambiguous, or can't be downloaded
     * @throws BalenaException.NotLoggedIn if the token is not valid
     * @throws BalenaException.Unavailable if balena can't be reached or fails
     * @throws BalenaException.TimedOut if the deadline passed
     * @throws InterruptedException if the thread was interrupted
     */
    Map<ReleaseReference, Release> releases(
            Collection<ReleaseReference> references, Optional<FleetReference> fleet, Deadline deadline)
            throws InterruptedException;

    /**
     * Looks up the release that a fleet will run, in that fleet only.
     *
     * @param reference a given release or the latest one; {@link #fleet} returns the current one
     * @throws BalenaException as {@link #releases}
     * @throws InterruptedException if the thread was interrupted
     */
    TargetRelease target(TargetReference reference, FleetReference fleet, Deadline deadline)
            throws InterruptedException;

    /**
     * Looks up releases that devices run, in whatever state they are: dozens in one request.
     *
     * @param ids the ids of the releases
     * @return the result for each id
     * @throws BalenaException as {@link #releases}, except for problems with a single release, which are a result
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
     * Looks up the state that a pin depends on: one request.
     *
     * @param release the id of the release to pin
     * @throws BalenaException as {@link #releases}
     * @throws InterruptedException if the thread was interrupted
     */
    PinState pinState(Fleet fleet, long release, Deadline deadline) throws InterruptedException;

    /**
     * Counts a fleet's devices at balena, each once: those that follow the fleet by the release that they run, and the
     * others by the reason why they don't. Two to six requests, whatever the number of devices.
     *
     * @param target the id of one of the fleet's releases; devices that run it need no deltas
     * @param onlineOnly whether to count only devices that balena heard from recently, whose heartbeat is online or
     *     late
     * @throws BalenaException as {@link #releases}
     * @throws BalenaException.Usage if {@code onlineOnly} is set and the API has no heartbeats
     * @throws InterruptedException if the thread was interrupted
     */
    FleetDevices devices(FleetState fleet, long target, boolean onlineOnly, Deadline deadline)
            throws InterruptedException;

    /**
     * Counts at balena how far a fleet's devices are with a release: at most four requests, and two more the first
     * time, whatever the number of devices.
     *
     * @param release one of the fleet's releases
     * @param pinned when the release became the target; empty if unknown. Reports from before that, or from before the
     *     release was created, are ignored
     * @param delayed how many of the devices that hold things up to name; 0 saves the requests for them
     * @throws BalenaException as {@link #releases}
     * @throws InterruptedException if the thread was interrupted
     */
    FleetStatus status(Fleet fleet, ReleaseName release, Optional<Instant> pinned, int delayed, Deadline deadline)
            throws InterruptedException;

    /**
     * Requests once to pin a fleet, on conditions. Like every request that changes something at balena, it is not
     * repeated here: read first whether it took effect. balena checks the conditions against everything that was
     * committed when it got to the request. If another change is in progress at that moment, in a transaction of its
     * own, balena waits for it and then overwrites it, since it evaluates the conditions when the statement begins; no
     * form of the request prevents that.
     *
     * @throws BalenaException if nothing could be sent
     * @throws InterruptedException if the thread was interrupted; the fleet may be pinned or not
     */
    WriteResult pin(PinRequest request, Deadline deadline) throws InterruptedException;

    /**
     * Looks up the deltas between images: one request for hundreds of pairs, none if there are no pairs.
     *
     * @return the state of each pair
     * @throws BalenaException as {@link #releases}
     * @throws InterruptedException if the thread was interrupted
     */
    Map<ImagePair, DeltaState> deltas(Collection<ImagePair> pairs, Deadline deadline) throws InterruptedException;

    /**
     * Looks up the deltas between images without waiting for the responses, a few requests at a time. A failed request
     * does not affect the results of the others.
     *
     * @param shown receives the states of each response when it arrives, on any thread
     * @return completes when no more states will come; fails with the {@link BalenaException} of the first request that
     *     failed. Cancelling it ends the poll.
     */
    CompletableFuture<Void> pollDeltas(
            Collection<ImagePair> pairs, Deadline deadline, Consumer<Map<ImagePair, DeltaState>> shown);

    /**
     * Checks with balena whether the token is valid, without waiting for the response.
     *
     * @return completes if the token is valid; fails with {@link BalenaException.NotLoggedIn} if it is not, with
     *     another {@link BalenaException} if balena does not say
     */
    CompletableFuture<Void> checkToken(Deadline deadline);

    /**
     * Requests a delta, which makes the delta server build it if it does not exist. The server may hold the request for
     * a minute. Cancelling the result frees the connection but does not stop the build.
     *
     * @return the delta server's response; fails with a {@link BalenaException}
     */
    CompletableFuture<DeltaResponse> requestDelta(ImagePair pair, Deadline deadline);
}

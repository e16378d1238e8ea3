package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeltaAnswer;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.Release;
import io.balena.releaseupdate.model.ReleaseReference;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * balenaCloud or an openBalena server, as far as release updates need it. Transient faults are retried behind this
 * interface; what it throws is final.
 */
public interface BalenaCloud {

    /**
     * Looks up releases, all of them in one request where possible.
     *
     * @param references which ones
     * @param fleet look in this fleet only; empty looks through everything that the token can see
     * @param deadline when to give up
     * @return the release of each reference
     * @throws BalenaException.NotFound where one does not exist, is ambiguous, or can't be downloaded
     * @throws BalenaException.NotLoggedIn where the token is not valid
     * @throws BalenaException.Unavailable where balena can't be reached or errs
     * @throws BalenaException.TimedOut where the deadline passed
     * @throws InterruptedException where the thread was interrupted
     */
    Map<ReleaseReference, Release> releases(
            Collection<ReleaseReference> references, Optional<FleetReference> fleet, Deadline deadline)
            throws InterruptedException;

    /**
     * Looks up the deltas between images: one request for hundreds of pairs, none for no pair.
     *
     * @return the state of each pair
     * @throws BalenaException as {@link #releases}
     * @throws InterruptedException where the thread was interrupted
     */
    Map<ImagePair, DeltaState> deltas(Collection<ImagePair> pairs, Deadline deadline) throws InterruptedException;

    /**
     * Asks for a delta, so that it gets built where it is not there. The server may hold the request for a minute;
     * cancelling the answer gives the connection back and stops no build.
     *
     * @return the answer; fails with a {@link BalenaException}
     */
    CompletableFuture<DeltaAnswer> requestDelta(ImagePair pair, Deadline deadline);
}

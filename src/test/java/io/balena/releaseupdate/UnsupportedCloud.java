package io.balena.releaseupdate;

import io.balena.releaseupdate.cloud.BalenaCloud;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeltaResponse;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.DevicePinRequest;
import io.balena.releaseupdate.model.DeviceSelection;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetDevice;
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
import io.balena.releaseupdate.model.ReleaseTags;
import io.balena.releaseupdate.model.RolloutCounts;
import io.balena.releaseupdate.model.RolloutCountsRequest;
import io.balena.releaseupdate.model.SourceRelease;
import io.balena.releaseupdate.model.TargetReference;
import io.balena.releaseupdate.model.TargetRelease;
import io.balena.releaseupdate.model.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A balena that supports nothing, for tests to override. */
public abstract class UnsupportedCloud implements BalenaCloud {

    @Override
    public Map<ReleaseReference, Release> releases(
            Collection<ReleaseReference> references, Optional<FleetReference> fleet, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public TargetRelease target(TargetReference reference, FleetReference fleet, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<Long, SourceRelease> sources(Collection<Long> ids, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FleetState fleet(FleetReference reference, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PinState pinState(Fleet fleet, long release, Deadline deadline) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public FleetDevices devices(FleetState fleet, long target, boolean onlineOnly, Deadline deadline)
            throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public FleetStatus status(
            Fleet fleet, ReleaseName release, Optional<Instant> pinned, int delayed, Deadline deadline)
            throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public WriteResult pin(PinRequest request, Deadline deadline) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<ImagePair, DeltaState> deltas(Collection<ImagePair> pairs, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    /** The result of {@link #deltas}, immediately. */
    @Override
    public CompletableFuture<Void> pollDeltas(
            Collection<ImagePair> pairs, Deadline deadline, Consumer<Map<ImagePair, DeltaState>> shown) {
        try {
            shown.accept(deltas(pairs, deadline));
            return CompletableFuture.completedFuture(null);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<Void> checkToken(Deadline deadline) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<DeltaResponse> requestDelta(ImagePair pair, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ReleaseTags releaseTags(long release, String prefix, Deadline deadline) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public WriteResult createReleaseTag(long release, String key, String value, Deadline deadline)
            throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<FleetDevice> fleetDevices(
            Fleet fleet, DeviceSelection which, Optional<String> healthyTag, Deadline deadline)
            throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public RolloutCounts rolloutCounts(RolloutCountsRequest request, Deadline deadline) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Duration longestPollInterval(Fleet fleet, Deadline deadline) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public WriteResult pinDevices(DevicePinRequest request, Deadline deadline) throws InterruptedException {
        throw new UnsupportedOperationException();
    }
}

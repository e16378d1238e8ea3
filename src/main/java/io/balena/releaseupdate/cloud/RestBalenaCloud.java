package io.balena.releaseupdate.cloud;

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

/** balena over its HTTP API. */
final class RestBalenaCloud implements BalenaCloud {

    private final Requests requests;
    private final FleetRequests fleets;
    private final PinRequests pins;
    private final ReleaseRequests releases;
    private final SourceRequests sources;
    private final FleetDeviceRequests devices;
    private final StatusRequests statuses;
    private final TagRequests tags;
    private final RolloutRequests rollouts;
    private final DevicePinRequests devicePins;
    private final DeltaPolls deltas;
    private final DeltaRequests deltaRequests;

    RestBalenaCloud(BalenaApi api, Requests requests, DeltaRequests deltaRequests) {
        this.requests = requests;
        this.fleets = new FleetRequests(api, requests);
        Writes writes = new Writes(requests);
        this.pins = new PinRequests(api, fleets, writes);
        this.releases = new ReleaseRequests(api, requests, fleets);
        this.sources = new SourceRequests(api, requests);
        this.devices = new FleetDeviceRequests(api, requests, fleets);
        this.statuses = new StatusRequests(api, requests, fleets, devices);
        this.tags = new TagRequests(api, requests, writes);
        this.rollouts = new RolloutRequests(api, requests, fleets, devices);
        this.devicePins = new DevicePinRequests(api, rollouts, writes);
        this.deltas = new DeltaPolls(api, requests);
        this.deltaRequests = deltaRequests;
    }

    @Override
    public Map<ReleaseReference, Release> releases(
            Collection<ReleaseReference> references, Optional<FleetReference> fleet, Deadline deadline)
            throws InterruptedException {
        return releases.releases(references, fleet, deadline);
    }

    @Override
    public TargetRelease target(TargetReference reference, FleetReference fleet, Deadline deadline)
            throws InterruptedException {
        return releases.target(reference, fleet, deadline);
    }

    @Override
    public Map<Long, SourceRelease> sources(Collection<Long> ids, Deadline deadline) throws InterruptedException {
        return sources.sources(ids, deadline);
    }

    @Override
    public FleetState fleet(FleetReference reference, Deadline deadline) throws InterruptedException {
        return fleets.fleet(reference, deadline);
    }

    @Override
    public PinState pinState(Fleet fleet, long release, Deadline deadline) throws InterruptedException {
        return pins.state(fleet, release, deadline);
    }

    @Override
    public FleetDevices devices(FleetState fleet, long target, boolean onlineOnly, Deadline deadline)
            throws InterruptedException {
        return devices.devices(fleet, target, onlineOnly, deadline);
    }

    @Override
    public FleetStatus status(
            Fleet fleet, ReleaseName release, Optional<Instant> pinned, int delayed, Deadline deadline)
            throws InterruptedException {
        return statuses.status(fleet, release, pinned, delayed, deadline);
    }

    @Override
    public WriteResult pin(PinRequest request, Deadline deadline) throws InterruptedException {
        return pins.pin(request, deadline);
    }

    @Override
    public Map<ImagePair, DeltaState> deltas(Collection<ImagePair> pairs, Deadline deadline)
            throws InterruptedException {
        return deltas.deltas(pairs, deadline);
    }

    @Override
    public CompletableFuture<Void> pollDeltas(
            Collection<ImagePair> pairs, Deadline deadline, Consumer<Map<ImagePair, DeltaState>> shown) {
        return deltas.poll(pairs, deadline, shown);
    }

    @Override
    public CompletableFuture<Void> checkToken(Deadline deadline) {
        return requests.checkTokenLater(deadline);
    }

    @Override
    public CompletableFuture<DeltaResponse> requestDelta(ImagePair pair, Deadline deadline) {
        return deltaRequests.request(pair, deadline);
    }

    @Override
    public ReleaseTags releaseTags(long release, String prefix, Deadline deadline) throws InterruptedException {
        return tags.tags(release, prefix, deadline);
    }

    @Override
    public WriteResult createReleaseTag(long release, String key, String value, Deadline deadline)
            throws InterruptedException {
        return tags.create(release, key, value, deadline);
    }

    @Override
    public List<FleetDevice> fleetDevices(
            Fleet fleet, DeviceSelection which, Optional<String> healthyTag, Deadline deadline)
            throws InterruptedException {
        return rollouts.devices(fleet, which, healthyTag, deadline);
    }

    @Override
    public RolloutCounts rolloutCounts(RolloutCountsRequest request, Deadline deadline) throws InterruptedException {
        return rollouts.counts(request, deadline);
    }

    @Override
    public Duration longestPollInterval(Fleet fleet, Deadline deadline) throws InterruptedException {
        return rollouts.longestPollInterval(fleet, deadline);
    }

    @Override
    public WriteResult pinDevices(DevicePinRequest request, Deadline deadline) throws InterruptedException {
        return devicePins.pin(request, deadline);
    }
}

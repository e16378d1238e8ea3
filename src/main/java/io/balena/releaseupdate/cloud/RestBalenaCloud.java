package io.balena.releaseupdate.cloud;

import com.fasterxml.jackson.core.type.TypeReference;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeltaAnswer;
import io.balena.releaseupdate.model.DeltaBuild;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.FleetState;
import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.PinAnswer;
import io.balena.releaseupdate.model.Release;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.RunningRelease;
import io.balena.releaseupdate.model.SourceRelease;
import io.balena.releaseupdate.model.TargetReference;
import io.balena.releaseupdate.model.TargetRelease;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** balena over its HTTP API. */
final class RestBalenaCloud implements BalenaCloud {

    /** The version of image deltas, as the delta server and the API number them. */
    static final int DELTA_VERSION = 3;

    /**
     * Room for ids in one URL. All else in it takes less than 1 KB; balena's limit is somewhere between 9 and 29 KB, and
     * proxies' often 8.
     */
    static final int ID_CHARACTERS_PER_REQUEST = 5_000;

    private static final String DELTA_SELECT = "id,status,version,is_stored_at__location,size,error_message,"
            + "update_timestamp,originates_from__image,produces__image";

    private static final RowReader<Wire.DeltaRow> DELTAS = RowReader.of(new TypeReference<>() {});

    private final BalenaApi api;
    private final Requests requests;
    private final FleetRequests fleets;
    private final ReleaseRequests releases;
    private final StatusRequests statuses;
    private final DeltaRequests deltaRequests;

    RestBalenaCloud(BalenaApi api, Requests requests, DeltaRequests deltaRequests) {
        this.api = api;
        this.requests = requests;
        this.fleets = new FleetRequests(api, requests);
        this.releases = new ReleaseRequests(api, requests, fleets);
        this.statuses = new StatusRequests(api, requests, fleets);
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
        return releases.sources(ids, deadline);
    }

    @Override
    public FleetState fleet(FleetReference reference, boolean onlineOnly, Deadline deadline)
            throws InterruptedException {
        return fleets.fleet(reference, onlineOnly, deadline);
    }

    @Override
    public FleetTarget fleetTarget(Fleet fleet, Deadline deadline) throws InterruptedException {
        return fleets.target(fleet, deadline);
    }

    @Override
    public List<RunningRelease> runningReleases(Fleet fleet, boolean onlineOnly, Deadline deadline)
            throws InterruptedException {
        return fleets.runningReleases(fleet, onlineOnly, deadline);
    }

    @Override
    public long devicesWithoutRelease(Fleet fleet, boolean onlineOnly, Deadline deadline) throws InterruptedException {
        return fleets.devicesWithoutRelease(fleet, onlineOnly, deadline);
    }

    @Override
    public FleetStatus status(
            Fleet fleet, ReleaseName release, Optional<Instant> pinned, int delayed, Deadline deadline)
            throws InterruptedException {
        return statuses.status(fleet, release, pinned, delayed, deadline);
    }

    @Override
    public PinAnswer pin(Fleet fleet, FleetTarget expected, long release, Deadline deadline)
            throws InterruptedException {
        return fleets.pin(fleet, expected, release, deadline);
    }

    @Override
    public Map<ImagePair, DeltaState> deltas(Collection<ImagePair> pairs, Deadline deadline)
            throws InterruptedException {
        Map<ImagePair, DeltaState> states = new LinkedHashMap<>();
        for (List<ImagePair> chunk : Chunks.ofPairs(new LinkedHashSet<>(pairs), ID_CHARACTERS_PER_REQUEST)) {
            String filter = "version eq " + DELTA_VERSION
                    + " and "
                    + OData.in(
                            "originates_from__image",
                            chunk.stream().map(ImagePair::source).toList())
                    + " and "
                    + OData.in(
                            "produces__image",
                            chunk.stream().map(ImagePair::target).toList());
            var answer = requests.rows(
                    "/v7/delta", DELTAS, () -> api.deltas(DELTA_SELECT, OData.encode(filter), "id%20desc"), deadline);
            Map<ImagePair, List<DeltaBuild>> builds = answer.rows().stream()
                    .map(row -> requests.understand("/v7/delta", () -> DeltaRows.build(row)))
                    .collect(Collectors.groupingBy(DeltaBuild::pair));
            Instant now = answer.serverTime();
            chunk.forEach(pair -> states.put(pair, DeltaState.of(builds.getOrDefault(pair, List.of()), now)));
        }
        return states;
    }

    @Override
    public CompletableFuture<DeltaAnswer> requestDelta(ImagePair pair, Deadline deadline) {
        return deltaRequests.request(pair, deadline);
    }
}

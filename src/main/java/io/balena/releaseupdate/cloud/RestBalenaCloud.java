package io.balena.releaseupdate.cloud;

import com.fasterxml.jackson.core.type.TypeReference;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeltaAnswer;
import io.balena.releaseupdate.model.DeltaBuild;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.Release;
import io.balena.releaseupdate.model.ReleaseReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** balena over its HTTP API. */
final class RestBalenaCloud implements BalenaCloud {

    /** The version of image deltas, as the delta server and the API number them. */
    static final int DELTA_VERSION = 3;

    /**
     * Pairs asked for in one request. An id has at most ten digits, so that 200 pairs make a URL of less than 5 KB;
     * balena's limit is somewhere between 9 and 29 KB.
     */
    static final int PAIRS_PER_REQUEST = 200;

    /** References asked for in one request; a commit's condition takes about 80 bytes. */
    static final int REFERENCES_PER_REQUEST = 50;

    private static final String RELEASE_SELECT = "id,commit,status,raw_version";
    private static final String RELEASE_EXPAND = "belongs_to__application($select=id,slug),"
            + "release_image($select=id;$expand=image("
            + "$select=id,status,is_stored_at__image_location,content_hash,image_size;"
            + "$expand=is_a_build_of__service($select=id,service_name)))";
    private static final String DELTA_SELECT = "id,status,version,is_stored_at__location,size,error_message,"
            + "update_timestamp,originates_from__image,produces__image";

    private static final TypeReference<Wire.Rows<Wire.ReleaseRow>> RELEASES = new TypeReference<>() {};
    private static final TypeReference<Wire.Rows<Wire.DeltaRow>> DELTAS = new TypeReference<>() {};
    private static final TypeReference<Wire.Rows<Wire.FleetRow>> FLEETS = new TypeReference<>() {};

    private final BalenaApi api;
    private final Requests requests;
    private final DeltaRequests deltaRequests;

    RestBalenaCloud(BalenaApi api, Requests requests, DeltaRequests deltaRequests) {
        this.api = api;
        this.requests = requests;
        this.deltaRequests = deltaRequests;
    }

    @Override
    public Map<ReleaseReference, Release> releases(
            Collection<ReleaseReference> references, Optional<FleetReference> fleet, Deadline deadline)
            throws InterruptedException {
        Set<ReleaseReference> wanted = new LinkedHashSet<>(references);
        List<Wire.ReleaseRow> rows = releaseRows(wanted, fleet, deadline);
        Map<ReleaseReference, Release> found = new LinkedHashMap<>();
        for (ReleaseReference reference : wanted) {
            found.put(reference, release(reference, rows, fleet, deadline));
        }
        return found;
    }

    private Release release(
            ReleaseReference reference, List<Wire.ReleaseRow> rows, Optional<FleetReference> fleet, Deadline deadline)
            throws InterruptedException {
        var candidates = ReleaseRows.fitting(reference, rows);
        if (candidates.isEmpty()
                && reference instanceof ReleaseReference.Id id
                && id.asCommit().isPresent()) {
            ReleaseReference commit = id.asCommit().get();
            candidates = ReleaseRows.fitting(commit, releaseRows(Set.of(commit), fleet, deadline));
        }
        if (candidates.isEmpty()) {
            throw notFound(reference, fleet, deadline);
        }
        return ReleaseRows.only(reference, candidates);
    }

    private List<Wire.ReleaseRow> releaseRows(
            Set<ReleaseReference> references, Optional<FleetReference> fleet, Deadline deadline)
            throws InterruptedException {
        List<Wire.ReleaseRow> rows = new ArrayList<>();
        for (List<ReleaseReference> chunk : chunks(references, REFERENCES_PER_REQUEST)) {
            String fits = OData.any(chunk.stream().map(OData::fits).toList());
            String filter = fleet.map(f -> OData.isOfFleet(f) + " and " + fits).orElse(fits);
            rows.addAll(requests.rows(
                            "/v7/release",
                            RELEASES,
                            () -> api.releases(RELEASE_SELECT, RELEASE_EXPAND, OData.encode(filter)),
                            deadline)
                    .rows());
        }
        return rows;
    }

    /** Nothing was found: says whether that is because of the token, the fleet or the release. */
    private BalenaException notFound(ReleaseReference reference, Optional<FleetReference> fleet, Deadline deadline)
            throws InterruptedException {
        requests.checkToken(deadline);
        if (fleet.isPresent() && !fleetExists(fleet.get(), deadline)) {
            return new BalenaException.NotFound(
                    "Fleet not found: " + fleet.get() + ". `balena fleet list` shows those that you have access to.");
        }
        return new BalenaException.NotFound("Release not found: " + reference
                + fleet.map(f -> " in fleet " + f).orElse("")
                + ". `balena release list FLEET` shows a fleet's releases.");
    }

    private boolean fleetExists(FleetReference fleet, Deadline deadline) throws InterruptedException {
        return !requests.rows(
                        "/v7/application",
                        FLEETS,
                        () -> api.fleets("id,slug", OData.encode(OData.isFleet(fleet))),
                        deadline)
                .rows()
                .isEmpty();
    }

    @Override
    public Map<ImagePair, DeltaState> deltas(Collection<ImagePair> pairs, Deadline deadline)
            throws InterruptedException {
        Map<ImagePair, DeltaState> states = new LinkedHashMap<>();
        for (List<ImagePair> chunk : chunks(new LinkedHashSet<>(pairs), PAIRS_PER_REQUEST)) {
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

    private static <T> List<List<T>> chunks(Collection<T> all, int size) {
        List<T> list = List.copyOf(all);
        List<List<T>> chunks = new ArrayList<>();
        for (int start = 0; start < list.size(); start += size) {
            chunks.add(list.subList(start, Math.min(list.size(), start + size)));
        }
        return chunks;
    }
}

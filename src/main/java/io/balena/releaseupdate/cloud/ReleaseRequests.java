package io.balena.releaseupdate.cloud;

import com.fasterxml.jackson.core.type.TypeReference;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.Release;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.model.TargetReference;
import io.balena.releaseupdate.model.TargetRelease;
import io.balena.releaseupdate.text.Printable;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads releases and their images. */
final class ReleaseRequests {

    static final String PATH = "/v7/release";
    private static final String SELECT = "id,commit,status,raw_version,composition";
    private static final String TARGET_SELECT = SELECT + ",is_final,is_invalidated";
    static final String EXPAND = "belongs_to__application($select=id,slug),"
            + "release_image($select=id;$expand=image("
            + "$select=id,status,is_stored_at__image_location,content_hash,image_size;"
            + "$expand=is_a_build_of__service($select=id,service_name)))";

    /** Matches what balena takes for the latest release, as in balena-sdk's application.trackLatestRelease. */
    private static final String IS_FIT_FOR_LATEST =
            "status eq 'success' and is_final eq true and is_passing_tests eq true and is_invalidated eq false";

    /**
     * Releases looked up in one request: a commit's condition takes about 80 bytes of the URL, and a response should
     * not hold the images of very many.
     */
    static final int RELEASES_PER_REQUEST = 50;

    /** The most versions that an error names. */
    private static final int MOST_SIMILAR = 5;

    static final RowReader<ApiRows.ReleaseRow> ROWS = RowReader.of(new TypeReference<>() {});

    private final BalenaApi api;
    private final Requests requests;
    private final FleetRequests fleets;

    ReleaseRequests(BalenaApi api, Requests requests, FleetRequests fleets) {
        this.api = api;
        this.requests = requests;
        this.fleets = fleets;
    }

    /** See {@link BalenaCloud#releases}. */
    Map<ReleaseReference, Release> releases(
            Collection<ReleaseReference> references, Optional<FleetReference> fleet, Deadline deadline)
            throws InterruptedException {
        Set<ReleaseReference> wanted = new LinkedHashSet<>(references);
        var lookup = new Lookup(SELECT, fleet, deadline);
        var rows = lookup.rows(wanted);
        Map<ReleaseReference, Release> found = new LinkedHashMap<>();
        for (ReleaseReference reference : wanted) {
            found.put(reference, lookup.only(reference, rows.get(reference), ReleaseRows::release));
        }
        return found;
    }

    /** See {@link BalenaCloud#target}. */
    TargetRelease target(TargetReference reference, FleetReference fleet, Deadline deadline)
            throws InterruptedException {
        if (reference instanceof TargetReference.Given given) {
            var lookup = new Lookup(TARGET_SELECT, Optional.of(fleet), deadline);
            return lookup.only(given.release(), lookup.rows(given.release()), ReleaseRequests::target);
        }
        if (reference instanceof TargetReference.Latest) {
            return latest(fleet, deadline);
        }
        throw new IllegalArgumentException("not looked up by itself: " + reference);
    }

    private TargetRelease latest(FleetReference fleet, Deadline deadline) throws InterruptedException {
        String filter = OData.encode(OData.isOfFleet(fleet) + " and " + IS_FIT_FOR_LATEST);
        var rows = requests.rows(
                PATH,
                ROWS,
                () -> api.releases(TARGET_SELECT, EXPAND, filter, "created_at%20desc,id%20desc", 1),
                deadline);
        if (rows.isEmpty()) {
            requests.checkToken(deadline);
            throw new BalenaException.NotFound("Fleet " + fleet
                    + " has no latest release: none is final, was built, passes its tests and is not invalidated.");
        }
        return rows.readFirst(ReleaseRequests::target);
    }

    private static TargetRelease target(ApiRows.ReleaseRow row) {
        return new TargetRelease(
                ReleaseRows.release(row),
                ReleaseRows.required(row.isFinal(), "a release without is_final"),
                ReleaseRows.required(row.isInvalidated(), "a release without is_invalidated"));
    }

    /** The search for releases in one fleet or in all. */
    private final class Lookup {

        private final String select;
        private final Optional<FleetReference> fleet;
        private final Deadline deadline;

        Lookup(String select, Optional<FleetReference> fleet, Deadline deadline) {
            this.select = select;
            this.fleet = fleet;
            this.deadline = deadline;
        }

        /** The rows of the request that each reference was part of. */
        Map<ReleaseReference, FetchedRows<ApiRows.ReleaseRow>> rows(Set<ReleaseReference> references)
                throws InterruptedException {
            Map<ReleaseReference, FetchedRows<ApiRows.ReleaseRow>> rows = new HashMap<>();
            for (List<ReleaseReference> chunk : Chunks.of(references, RELEASES_PER_REQUEST)) {
                var fetched = fetch(chunk);
                chunk.forEach(reference -> rows.put(reference, fetched));
            }
            return rows;
        }

        FetchedRows<ApiRows.ReleaseRow> rows(ReleaseReference reference) throws InterruptedException {
            return fetch(List.of(reference));
        }

        private FetchedRows<ApiRows.ReleaseRow> fetch(List<ReleaseReference> references) throws InterruptedException {
            String fits = OData.any(references.stream().map(OData::fits).toList());
            String filter = OData.encode(
                    fleet.map(f -> OData.isOfFleet(f) + " and " + fits).orElse(fits));
            return requests.rows(PATH, ROWS, () -> api.releases(select, EXPAND, filter, null, null), deadline);
        }

        /** Reads the only row that fits a reference. */
        <R> R only(
                ReleaseReference reference,
                FetchedRows<ApiRows.ReleaseRow> rows,
                Function<ApiRows.ReleaseRow, R> reading)
                throws InterruptedException {
            var fitting = rows.filter(row -> ReleaseRows.fits(reference, row));
            if (fitting.isEmpty()
                    && reference instanceof ReleaseReference.Id id
                    && id.asCommit().isPresent()) {
                ReleaseReference commit = id.asCommit().get();
                fitting = rows(commit).filter(row -> ReleaseRows.fits(commit, row));
            }
            if (fitting.isEmpty()) {
                throw notFound(reference);
            }
            return fitting.read(candidates -> reading.apply(ReleaseRows.only(reference, candidates)));
        }

        /** A sentence that names existing versions with the same three numbers; empty if there are none. */
        private String similar(ReleaseReference reference) throws InterruptedException {
            if (!(reference instanceof ReleaseReference.Version version) || fleet.isEmpty()) {
                return "";
            }
            String filter = OData.encode(
                    OData.isOfFleet(fleet.get()) + " and startswith(raw_version,'" + version.base() + "')");
            List<String> versions = requests
                    .rows(PATH, ROWS, () -> api.releases("id,raw_version", null, filter, "id%20desc", null), deadline)
                    .map(row -> String.valueOf(row.rawVersion()))
                    .stream()
                    // 1.2.30 begins as 1.2.3 does.
                    .filter(other -> other.split("[-+]", 2)[0].equals(version.base()))
                    .limit(MOST_SIMILAR)
                    .map(Printable::words)
                    .toList();
            return versions.isEmpty() ? "" : " There is " + String.join(", ", versions) + ".";
        }

        /** The reason why nothing was found: the token, the fleet or the release. */
        private BalenaException notFound(ReleaseReference reference) throws InterruptedException {
            requests.checkToken(deadline);
            if (fleet.isPresent() && !fleets.exists(fleet.get(), deadline)) {
                return FleetRequests.notFound(fleet.get());
            }
            return new BalenaException.NotFound("Release not found: " + reference
                    + fleet.map(f -> " in fleet " + f).orElse("")
                    + "." + similar(reference)
                    + " `balena release list FLEET` shows a fleet's releases.");
        }
    }
}

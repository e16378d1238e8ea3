package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.SourceRelease;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Looks up the releases that devices run, with their images: dozens in one request, a few requests at a time. */
final class SourceRequests {

    private static final String SELECT = "id,commit,raw_version";

    private final BalenaApi api;
    private final Requests requests;

    SourceRequests(BalenaApi api, Requests requests) {
        this.api = api;
        this.requests = requests;
    }

    /** See {@link BalenaCloud#sources}. */
    Map<Long, SourceRelease> sources(Collection<Long> ids, Deadline deadline) throws InterruptedException {
        Map<Long, SourceRelease> sources = new LinkedHashMap<>();
        Queue<Chunk> underWay = new ArrayDeque<>();
        try {
            for (List<Long> chunk : Chunks.of(ids, ReleaseRequests.RELEASES_PER_REQUEST)) {
                chunk.forEach(id -> sources.put(id, new SourceRelease.Unseen()));
                if (underWay.size() == DeltaPolls.REQUESTS_AT_ONCE) {
                    underWay.remove().into(sources, deadline);
                }
                underWay.add(request(chunk, deadline));
            }
            while (!underWay.isEmpty()) {
                underWay.remove().into(sources, deadline);
            }
        } finally {
            underWay.forEach(Chunk::cancel);
        }
        return sources;
    }

    private Chunk request(List<Long> ids, Deadline deadline) throws InterruptedException {
        var renewed = requests.result(requests.renewed(deadline), deadline);
        String filter = OData.encode(OData.in("id", ids));
        return new Chunk(
                ids.size(),
                renewed.rows(
                        ReleaseRequests.PATH,
                        ReleaseRequests.ROWS,
                        () -> api.releases(SELECT, ReleaseRequests.EXPAND, filter, null, null),
                        deadline,
                        Requests.Repetitions.UNTIL_DEADLINE));
    }

    /** One malformed release must not keep the devices on others from their deltas. */
    static SourceRelease source(ApiRows.ReleaseRow row) {
        try {
            return readable(row);
        } catch (MalformedResponse e) {
            return new SourceRelease.Unusable("balena describes release " + row.id() + " with " + e.getMessage());
        }
    }

    private static SourceRelease readable(ApiRows.ReleaseRow row) {
        return ReleaseRows.missingImage(row)
                .<SourceRelease>map(SourceRelease.Unusable::new)
                .orElseGet(() -> new SourceRelease.Usable(ReleaseRows.release(row)));
    }

    /** A request in progress, for this many releases. */
    private final class Chunk {

        private final int count;
        private final CompletableFuture<FetchedRows<ApiRows.ReleaseRow>> response;

        Chunk(int count, CompletableFuture<FetchedRows<ApiRows.ReleaseRow>> response) {
            this.count = count;
            this.response = response;
        }

        void into(Map<Long, SourceRelease> sources, Deadline deadline) throws InterruptedException {
            FetchedRows<ApiRows.ReleaseRow> rows = requests.result(response, deadline);
            if (rows.size() < count) {
                // A token that is no longer valid sees nothing either.
                requests.checkToken(deadline);
            }
            rows.forEach(row -> sources.replace(row.id(), source(row)));
        }

        void cancel() {
            response.cancel(true);
        }
    }
}

package io.balena.releaseupdate.cloud;

import com.fasterxml.jackson.core.type.TypeReference;
import io.balena.releaseupdate.cloud.Requests.Repetitions;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeltaBuild;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.ImagePair;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Looks up deltas: as many pairs in one request as its URL holds, a few requests at a time. */
final class DeltaPolls {

    /** The version of image deltas, as the delta server and the API number them. */
    static final int DELTA_VERSION = 3;

    /**
     * Space for ids in one URL. The rest takes less than 1 KB; balena's limit is somewhere between 9 and 29 KB, and
     * proxies' often 8.
     */
    static final int ID_CHARACTERS_PER_REQUEST = 5_000;

    /** More would gain little and could look like an attack. */
    static final int REQUESTS_AT_ONCE = 4;

    private static final String PATH = "/v7/delta";
    private static final String SELECT = "id,status,version,is_stored_at__location,size,error_message,"
            + "update_timestamp,originates_from__image,produces__image";

    private static final RowReader<ApiRows.DeltaRow> ROWS = RowReader.of(new TypeReference<>() {});

    private final BalenaApi api;
    private final Requests requests;
    private final SilentBuilds silentBuilds = new SilentBuilds(System::nanoTime);

    DeltaPolls(BalenaApi api, Requests requests) {
        this.api = api;
        this.requests = requests;
    }

    /** See {@link BalenaCloud#deltas}. */
    Map<ImagePair, DeltaState> deltas(Collection<ImagePair> pairs, Deadline deadline) throws InterruptedException {
        Map<ImagePair, DeltaState> states = new LinkedHashMap<>();
        pairs.forEach(pair -> states.put(pair, new DeltaState.Missing()));
        requests.result(
                poll(pairs, deadline, Repetitions.UNTIL_DEADLINE, shown -> {
                    synchronized (states) {
                        states.putAll(shown);
                    }
                }),
                deadline);
        return states;
    }

    /** See {@link BalenaCloud#pollDeltas}. */
    CompletableFuture<Void> poll(
            Collection<ImagePair> pairs, Deadline deadline, Consumer<Map<ImagePair, DeltaState>> shown) {
        return poll(pairs, deadline, Repetitions.BRIEF, shown);
    }

    private CompletableFuture<Void> poll(
            Collection<ImagePair> pairs,
            Deadline deadline,
            Repetitions repetitions,
            Consumer<Map<ImagePair, DeltaState>> shown) {
        if (pairs.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        var chunks = Chunks.ofPairs(new LinkedHashSet<>(pairs), ID_CHARACTERS_PER_REQUEST);
        var poll = new Poll(chunks, deadline, repetitions, shown);
        requests.renewed(deadline).whenComplete((renewed, failure) -> {
            if (failure == null) {
                poll.start(renewed);
            } else {
                poll.completeExceptionally(Failures.unwrap(failure));
            }
        });
        return poll;
    }

    private CompletableFuture<Map<ImagePair, DeltaState>> states(
            Requests.Renewed renewed, List<ImagePair> chunk, Deadline deadline, Repetitions repetitions) {
        String filter = OData.encode("version eq " + DELTA_VERSION
                + " and "
                + OData.in(
                        "originates_from__image",
                        chunk.stream().map(ImagePair::source).toList())
                + " and "
                + OData.in(
                        "produces__image", chunk.stream().map(ImagePair::target).toList()));
        return renewed.rows(PATH, ROWS, () -> api.deltas(SELECT, filter, "id%20desc"), deadline, repetitions)
                .thenApply(rows -> states(chunk, rows));
    }

    private Map<ImagePair, DeltaState> states(List<ImagePair> chunk, FetchedRows<ApiRows.DeltaRow> rows) {
        Map<ImagePair, List<DeltaBuild>> builds =
                rows.map(DeltaRows::build).stream().collect(Collectors.groupingBy(DeltaBuild::pair));
        Map<ImagePair, DeltaState> states = new LinkedHashMap<>();
        chunk.forEach(
                pair -> states.put(pair, silentBuilds.state(builds.getOrDefault(pair, List.of()), rows.serverTime())));
        return states;
    }

    /** A poll in progress. Completes when no request is left, with the first failure if there was one. */
    private final class Poll extends CompletableFuture<Void> {

        private final Queue<List<ImagePair>> left;
        private final Deadline deadline;
        private final Consumer<Map<ImagePair, DeltaState>> shown;
        private Repetitions repetitions;
        private int open;
        private Throwable failure;

        private Poll(
                List<List<ImagePair>> chunks,
                Deadline deadline,
                Repetitions repetitions,
                Consumer<Map<ImagePair, DeltaState>> shown) {
            this.left = new ArrayDeque<>(chunks);
            this.deadline = deadline;
            this.repetitions = repetitions;
            this.shown = shown;
        }

        private void start(Requests.Renewed renewed) {
            for (int i = 0; i < REQUESTS_AT_ONCE; i++) {
                next(renewed);
            }
        }

        private void next(Requests.Renewed renewed) {
            List<ImagePair> chunk;
            Repetitions times;
            synchronized (this) {
                chunk = isDone() ? null : left.poll();
                if (chunk == null) {
                    if (open == 0) {
                        end();
                    }
                    return;
                }
                open++;
                times = repetitions;
            }
            request(renewed, chunk, times).whenComplete((states, trouble) -> {
                if (trouble == null && !isDone()) {
                    shown.accept(states);
                }
                ended(trouble);
                next(renewed);
            });
        }

        private CompletableFuture<Map<ImagePair, DeltaState>> request(
                Requests.Renewed renewed, List<ImagePair> chunk, Repetitions times) {
            try {
                return states(renewed, chunk, deadline, times);
            } catch (RuntimeException e) {
                // A bug of ours. Without this, the poll would never end.
                return CompletableFuture.failedFuture(e);
            }
        }

        private synchronized void ended(Throwable trouble) {
            open--;
            if (trouble == null) {
                return;
            }
            Throwable reason = Failures.unwrap(trouble);
            failure = failure == null ? reason : failure;
            // The others get one attempt each: they will most likely fail for the same reason.
            repetitions = Repetitions.NONE;
            boolean dropsOthers = !(reason instanceof BalenaException.Unavailable unavailable)
                    || !unavailable.retryAfter().isZero();
            if (dropsOthers) {
                left.clear();
            }
        }

        private void end() {
            if (failure == null) {
                complete(null);
            } else {
                completeExceptionally(failure);
            }
        }
    }
}

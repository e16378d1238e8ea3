package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.DeltaResponse;
import io.balena.releaseupdate.model.ImagePair;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Requests deltas from the delta server. */
final class DeltaRequests {

    private static final String PATH = "/api/v3/delta";

    /**
     * The load balancer in front of the delta server ends a request with one of these when it held it for long enough.
     * The supervisor, too, takes both for "still processing" (balena-supervisor, lib/docker-utils.ts).
     */
    private static final Set<Integer> BEING_BUILT = Set.of(502, 504);

    /** These are about the sender, not about the delta. */
    private static final Set<Integer> NO_REFUSALS = Set.of(401, ProxyProblem.LOGIN_REQUIRED);

    private final Supplier<DeltaApi> connection;
    private final ErrorMessages errors;
    private final Retries retries;
    private final Function<Deadline, CompletionStage<Void>> tokenCheck;
    private DeltaApi server;

    /**
     * @param connection creates the client when the first delta is requested: that takes time, and most commands
     *     request none
     * @param tokenCheck checks the token with the API; fails if it is not valid
     */
    DeltaRequests(
            Supplier<DeltaApi> connection,
            ErrorMessages errors,
            Retries retries,
            Function<Deadline, CompletionStage<Void>> tokenCheck) {
        this.connection = connection;
        this.errors = errors;
        this.retries = retries;
        this.tokenCheck = tokenCheck;
    }

    CompletableFuture<DeltaResponse> request(ImagePair pair, Deadline deadline) {
        var response = new PendingResponse();
        retries.runBriefly(() -> response.attempt(pair), deadline, errors.announcing(PATH))
                .whenComplete((result, failure) -> {
                    if (failure == null) {
                        response.complete(result);
                    } else if (Failures.unwrap(failure) instanceof HttpFailure http && http.status() == 401) {
                        checkToken(response, http, deadline);
                    } else {
                        response.completeExceptionally(explain(Failures.unwrap(failure)));
                    }
                });
        return response;
    }

    /** The API decides whether a token is valid, not one unexpected response of the delta server. */
    private void checkToken(PendingResponse response, HttpFailure refusal, Deadline deadline) {
        tokenCheck.apply(deadline).whenComplete((valid, failure) -> {
            Throwable reason = failure == null ? refusal : Failures.unwrap(failure);
            response.completeExceptionally(
                    reason instanceof BalenaException.NotLoggedIn ? reason : errors.unavailable(PATH, refusal));
        });
    }

    private synchronized DeltaApi server() {
        if (server == null) {
            server = connection.get();
        }
        return server;
    }

    private Throwable explain(Throwable failure) {
        return failure instanceof BalenaException || failure instanceof CancellationException
                ? failure
                : errors.unavailable(PATH, failure);
    }

    /** Interprets a failure as a response of the delta server; transient failures are thrown. */
    private DeltaResponse interpret(Throwable failure) {
        if (failure instanceof ResponseLimits.EndlessResponse || failure instanceof StalledResponse) {
            // It may be the delta itself, which is proof enough.
            return new DeltaResponse.Finished();
        }
        if (failure instanceof TimeoutException) {
            return new DeltaResponse.BeingBuilt();
        }
        if (failure instanceof HttpFailure http) {
            if (BEING_BUILT.contains(http.status())) {
                return new DeltaResponse.BeingBuilt();
            }
            if (http.status() < 400) {
                // A redirect to where the delta is stored. It is for devices; following it would download the delta.
                return new DeltaResponse.Finished();
            }
            if (http.status() < 500 && !http.isTransient() && !NO_REFUSALS.contains(http.status())) {
                return new DeltaResponse.Refused(http.status(), errors.describe(http));
            }
        }
        throw new CompletionException(failure);
    }

    /** A response to come. Cancelling it ends the request in progress and any repetition. */
    private final class PendingResponse extends CompletableFuture<DeltaResponse> {

        private CompletableFuture<String> underWay;

        private synchronized CompletionStage<DeltaResponse> attempt(ImagePair pair) {
            if (isDone()) {
                return CompletableFuture.failedFuture(new CancellationException());
            }
            underWay = server().delta(pair.source(), pair.target()).subscribeAsCompletionStage();
            return underWay.handle((body, failure) ->
                    failure == null ? new DeltaResponse.Finished() : interpret(Failures.unwrap(failure)));
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            synchronized (this) {
                if (underWay != null) {
                    underWay.cancel(mayInterruptIfRunning);
                }
            }
            return cancelled;
        }
    }
}

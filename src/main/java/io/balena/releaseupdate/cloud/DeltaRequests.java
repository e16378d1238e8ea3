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

/** Asks the delta server for deltas. */
final class DeltaRequests {

    private static final String PATH = "/api/v3/delta";

    /**
     * Answers of the load balancer in front of the delta server to a request that it held for as long as it does; the
     * supervisor takes both for "still processing" (balena-supervisor, lib/docker-utils.ts).
     */
    private static final Set<Integer> BEING_BUILT = Set.of(502, 504);

    /** These are about who asks, not about the delta. */
    private static final Set<Integer> NO_REFUSALS = Set.of(401, ProxyProblem.LOGIN_REQUIRED);

    private final Supplier<DeltaApi> connection;
    private final ErrorMessages errors;
    private final Retries retries;
    private final Function<Deadline, CompletionStage<Void>> tokenCheck;
    private DeltaApi server;

    /**
     * @param connection makes the client, when the first delta is requested: to make one takes time, and most commands
     *     request none
     * @param tokenCheck asks balena whose the token is; fails if it is not valid
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
        var answer = new Answer();
        retries.runBriefly(() -> answer.attempt(pair), deadline, errors.announcing(PATH))
                .whenComplete((given, failure) -> {
                    if (failure == null) {
                        answer.complete(given);
                    } else if (Failures.unwrap(failure) instanceof HttpFailure http && http.status() == 401) {
                        checkToken(answer, http, deadline);
                    } else {
                        answer.completeExceptionally(explain(Failures.unwrap(failure)));
                    }
                });
        return answer;
    }

    /** The API decides whether a token is valid; one odd answer of the delta server does not. */
    private void checkToken(Answer answer, HttpFailure refusal, Deadline deadline) {
        tokenCheck.apply(deadline).whenComplete((valid, failure) -> {
            Throwable reason = failure == null ? refusal : Failures.unwrap(failure);
            answer.completeExceptionally(
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

    /** What the delta server's answer means; failures that may pass stay failures. */
    private DeltaResponse understand(Throwable failure) {
        if (failure instanceof ResponseLimits.EndlessAnswer || failure instanceof StalledResponse) {
            // It may be the delta itself; that it comes says enough.
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

    /** The answer to come; cancelling it ends the request under way and any repetition. */
    private final class Answer extends CompletableFuture<DeltaResponse> {

        private CompletableFuture<String> underWay;

        private synchronized CompletionStage<DeltaResponse> attempt(ImagePair pair) {
            if (isDone()) {
                return CompletableFuture.failedFuture(new CancellationException());
            }
            underWay = server().delta(pair.source(), pair.target()).subscribeAsCompletionStage();
            return underWay.handle((body, failure) ->
                    failure == null ? new DeltaResponse.Finished() : understand(Failures.unwrap(failure)));
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

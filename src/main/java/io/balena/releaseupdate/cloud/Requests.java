package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;

/** Sends requests to balena's API, repeats them, waits for them, and reads the responses. */
final class Requests {

    private static final String WHO_AM_I = "/actor/v1/whoami";
    private static final String REFRESH = "/user/v1/refresh-token";

    private final BalenaApi api;
    private final Credentials credentials;
    private final ErrorMessages errors;
    private final Retries retries;

    Requests(BalenaApi api, Credentials credentials, ErrorMessages errors, Retries retries) {
        this.api = api;
        this.credentials = credentials;
        this.errors = errors;
        this.retries = retries;
    }

    /**
     * Requests rows and waits for them.
     *
     * @param path the path of the request, for messages
     * @param call sends the request
     */
    <T> FetchedRows<T> rows(
            String path, RowReader<T> reader, Supplier<CompletionStage<RestResponse<String>>> call, Deadline deadline)
            throws InterruptedException {
        credentials.renew(deadline);
        return result(new Renewed().rows(path, reader, call, deadline, Repetitions.UNTIL_DEADLINE), deadline);
    }

    /**
     * Renews the session if that is due, which may take a request. Does not wait for it.
     *
     * @return the way to make requests that are not waited for; fails with a {@link BalenaException}
     */
    CompletableFuture<Renewed> renewed(Deadline deadline) {
        return credentials.renewal(deadline).thenApply(done -> new Renewed());
    }

    /** Makes requests with a renewed session: only {@link #renewed} hands this out. */
    final class Renewed {

        private Renewed() {}

        /**
         * Requests rows and does not wait for the response.
         *
         * @param path the path of the request, for messages
         * @param call sends the request
         * @param repetitions how often to repeat it
         * @return fails with a {@link BalenaException}
         */
        <T> CompletableFuture<FetchedRows<T>> rows(
                String path,
                RowReader<T> reader,
                Supplier<CompletionStage<RestResponse<String>>> call,
                Deadline deadline,
                Repetitions repetitions) {
            Supplier<CompletionStage<FetchedRows<T>>> request =
                    () -> call.get().thenApply(response -> RowResponse.read(path, response, reader, errors));
            CompletionStage<FetchedRows<T>> rows =
                    switch (repetitions) {
                        case NONE ->
                            CompletableFuture.<Void>completedFuture(null).thenCompose(now -> request.get());
                        case BRIEF -> retries.runBriefly(request, deadline, errors.announcing(path));
                        case UNTIL_DEADLINE -> retries.run(request, deadline, errors.announcing(path));
                    };
            return orElse(rows, failure -> explanation(path, failure, deadline));
        }
    }

    /** How often to repeat a request that fails for a transient reason. */
    enum Repetitions {
        NONE,
        BRIEF,
        UNTIL_DEADLINE
    }

    /**
     * Sends a request once.
     *
     * @throws ExecutionException if it failed, with the failure itself
     * @throws BalenaException.TimedOut if the deadline passed before the response
     */
    void once(Supplier<CompletionStage<RestResponse<String>>> call, Deadline deadline)
            throws InterruptedException, ExecutionException {
        credentials.renew(deadline);
        await(call.get(), deadline);
    }

    /**
     * The reason why balena refused a change.
     *
     * @param what what the change would have done, for messages: {@code pin the fleet}
     * @throws BalenaException.Unavailable if balena does not say whether the token is valid
     */
    BalenaException denial(String what, HttpFailure failure, Deadline deadline) throws InterruptedException {
        try {
            checkToken(deadline);
        } catch (BalenaException.NotLoggedIn e) {
            return e;
        }
        return new BalenaException.NotAllowed(errors.server() + " refused to " + what + " (HTTP " + failure.status()
                + ") although the token is valid.");
    }

    /** The rule of balena's model that a change would have broken, printable; empty if the response names none. */
    Optional<String> brokenRule(HttpFailure failure) {
        return failure.status() == 400 || failure.status() == 409 ? errors.rule(failure.body()) : Optional.empty();
    }

    /** The server, for messages. */
    String server() {
        return errors.server().toString();
    }

    /** Describes a failed request in a sentence. */
    String trouble(String what, Throwable failure) {
        return errors.server() + " did not answer the request to " + what + " as it should: "
                + (failure instanceof HttpFailure http ? errors.describe(http) : Failures.describe(failure))
                + ".";
    }

    /**
     * Checks with balena whether the token is valid.
     *
     * @throws BalenaException.NotLoggedIn if balena does not accept the token
     */
    void checkToken(Deadline deadline) throws InterruptedException {
        result(checked(deadline, Repetitions.UNTIL_DEADLINE), deadline);
    }

    /** See {@link BalenaCloud#checkToken}. */
    CompletableFuture<Void> checkTokenLater(Deadline deadline) {
        return checked(deadline, Repetitions.BRIEF);
    }

    private CompletableFuture<Void> checked(Deadline deadline, Repetitions repetitions) {
        return orElse(whoAmI(deadline, repetitions), failure -> {
            if (!isUnauthorized(failure)) {
                return CompletableFuture.failedFuture(errors.unavailable(WHO_AM_I, failure));
            }
            if (!credentials.takeNewer()) {
                return CompletableFuture.failedFuture(errors.tokenNotAccepted());
            }
            return orElse(
                    whoAmI(deadline, repetitions),
                    again -> CompletableFuture.failedFuture(
                            isUnauthorized(again) ? errors.tokenNotAccepted() : errors.unavailable(WHO_AM_I, again)));
        });
    }

    private CompletionStage<Void> whoAmI(Deadline deadline, Repetitions repetitions) {
        var pauses = errors.announcing(WHO_AM_I);
        var response = repetitions == Repetitions.UNTIL_DEADLINE
                ? retries.run(api::whoAmI, deadline, pauses)
                : retries.runBriefly(api::whoAmI, deadline, pauses);
        return response.thenAccept(ok -> {});
    }

    private static boolean isUnauthorized(Throwable failure) {
        return failure instanceof HttpFailure http && http.status() == 401;
    }

    /** Replaces a failure. Cancelling the result does not cancel the stage that it comes from. */
    private static <T> CompletableFuture<T> orElse(
            CompletionStage<T> stage, Function<Throwable, CompletableFuture<T>> other) {
        return stage.handle((value, failure) -> failure == null
                        ? CompletableFuture.completedFuture(value)
                        : other.apply(Failures.unwrap(failure)))
                .thenCompose(Function.identity())
                .toCompletableFuture();
    }

    /**
     * Requests a new session token in place of the current one.
     *
     * @throws BalenaException.NotLoggedIn if balena no longer accepts the current one
     */
    String refreshedToken(Deadline deadline) throws InterruptedException {
        try {
            return await(retries.runBriefly(api::refreshToken, deadline, errors.announcing(REFRESH)), deadline)
                    .getEntity();
        } catch (ExecutionException e) {
            Throwable failure = Failures.unwrap(e);
            throw failure instanceof HttpFailure http && http.status() == 401
                    ? errors.tokenNotAccepted()
                    : errors.unavailable(REFRESH, failure);
        }
    }

    /**
     * Waits for the result of a request.
     *
     * @throws BalenaException.TimedOut if the deadline passed before
     */
    <T> T result(CompletableFuture<T> future, Deadline deadline) throws InterruptedException {
        try {
            return await(future, deadline);
        } catch (ExecutionException e) {
            Throwable failure = Failures.unwrap(e);
            throw failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
        }
    }

    private <T> T await(CompletionStage<T> stage, Deadline deadline) throws InterruptedException, ExecutionException {
        Future<T> future = stage.toCompletableFuture();
        try {
            return future.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new BalenaException.TimedOut(
                    "Timed out before " + errors.server() + " answered.", BalenaException.Remedy.LONGER_TIMEOUT);
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        }
    }

    private <T> CompletableFuture<T> explanation(String path, Throwable failure, Deadline deadline) {
        if (failure instanceof HttpFailure http && (http.status() == 401 || http.status() == 403)) {
            return checkTokenLater(deadline)
                    .thenCompose(valid -> CompletableFuture.failedFuture(errors.accessRefused(path, http)));
        }
        return CompletableFuture.failedFuture(
                failure instanceof BalenaException known ? known : errors.unavailable(path, failure));
    }
}

package io.balena.releaseupdate.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;

/** Does requests to balena's API: waits for them, repeats them, and reads their answers. */
final class Requests {

    private static final String WHO_AM_I = "/actor/v1/whoami";
    private static final String REFRESH = "/user/v1/refresh-token";

    private final BalenaApi api;
    private final Explanations explanations;
    private final Retries retries;

    Requests(BalenaApi api, Explanations explanations, Retries retries) {
        this.api = api;
        this.explanations = explanations;
        this.retries = retries;
    }

    /**
     * Rows of a resource.
     *
     * @param serverTime the time of the answer by balena's clock; ours where it does not say
     */
    record Answer<T>(List<T> rows, Instant serverTime) {}

    /**
     * Asks for rows.
     *
     * @param path the path that is asked, for messages
     * @param call sends the request
     */
    <T> Answer<T> rows(
            String path, RowReader<T> reader, Supplier<CompletionStage<RestResponse<String>>> call, Deadline deadline)
            throws InterruptedException {
        explanations.credentials().renew(deadline);
        try {
            return await(
                    retries.run(
                            () -> call.get()
                                    .thenApply(response -> new Answer<>(read(response, reader), time(response))),
                            deadline,
                            explanations.announcing(path)),
                    deadline);
        } catch (ExecutionException e) {
            throw explain(path, Failures.unwrap(e), deadline);
        }
    }

    /**
     * Does a request once.
     *
     * @throws ExecutionException where it failed, with the failure itself
     * @throws BalenaException.TimedOut where the deadline passed while it was under way
     */
    void once(Supplier<CompletionStage<RestResponse<String>>> call, Deadline deadline)
            throws InterruptedException, ExecutionException {
        explanations.credentials().renew(deadline);
        await(call.get(), deadline);
    }

    /** Why balena refused to change something. */
    BalenaException refusal(String what, HttpFailure failure, Deadline deadline) throws InterruptedException {
        if (failure.status() == 401 || failure.status() == 403) {
            checkToken(deadline);
        }
        return new BalenaException.Unavailable(
                explanations.server() + " refused to " + what + " (" + explanations.describe(failure)
                        + "). Nothing was changed."
                        + (failure.status() == 401 || failure.status() == 403
                                ? " The account may lack the role that this takes."
                                : ""),
                failure);
    }

    /** What happened, a sentence. */
    String trouble(String what, Throwable failure) {
        return explanations.server() + " did not answer the request to " + what + " as it should: "
                + Failures.describe(failure) + ".";
    }

    /**
     * Asks balena whose the token is.
     *
     * @throws BalenaException.NotLoggedIn where balena does not accept the token
     */
    void checkToken(Deadline deadline) throws InterruptedException {
        try {
            await(retries.run(api::whoAmI, deadline, explanations.announcing(WHO_AM_I)), deadline);
        } catch (ExecutionException e) {
            Throwable failure = Failures.unwrap(e);
            throw failure instanceof HttpFailure http && http.status() == 401
                    ? explanations.tokenNotAccepted()
                    : explanations.unavailable(WHO_AM_I, failure);
        }
    }

    /**
     * Asks for a new session token in place of the one that requests now carry.
     *
     * @throws BalenaException.NotLoggedIn where balena does not accept it any more
     */
    String refreshedToken(Deadline deadline) throws InterruptedException {
        try {
            return await(retries.run(api::refreshToken, deadline, explanations.announcing(REFRESH)), deadline)
                    .getEntity();
        } catch (ExecutionException e) {
            Throwable failure = Failures.unwrap(e);
            throw failure instanceof HttpFailure http && http.status() == 401
                    ? explanations.tokenNotAccepted()
                    : explanations.unavailable(REFRESH, failure);
        }
    }

    /** Reads a part of an answer, and explains where it can't be understood. */
    <T> T understand(String path, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (BadAnswer e) {
            throw explanations.unavailable(path, e);
        }
    }

    private <T> List<T> read(RestResponse<String> response, RowReader<T> reader) {
        String body = response.getEntity();
        if (body == null || body.isBlank()) {
            throw new BadAnswer("an empty body");
        }
        try {
            Wire.Rows<T> rows = reader.read(body, explanations.credentials());
            if (rows == null || rows.d() == null) {
                throw new BadAnswer("JSON without a 'd' property" + explanations.excerpt(body));
            }
            return rows.d();
        } catch (JsonProcessingException e) {
            throw new BadAnswer(complaint(body, e) + explanations.excerpt(body));
        }
    }

    private static String complaint(String body, JsonProcessingException problem) {
        char first = body.strip().charAt(0);
        if (first != '{' && first != '[') {
            return "something other than JSON";
        }
        boolean isCutOff = problem instanceof JsonEOFException || problem.getCause() instanceof JsonEOFException;
        return isCutOff ? "JSON that ends too early" : "unexpected JSON";
    }

    private static Instant time(RestResponse<?> response) {
        return HttpDate.parse(response.getHeaderString("Date")).orElseGet(Instant::now);
    }

    private <T> T await(CompletionStage<T> stage, Deadline deadline) throws InterruptedException, ExecutionException {
        Future<T> future = stage.toCompletableFuture();
        try {
            return future.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new BalenaException.TimedOut(
                    "Timed out before " + explanations.server() + " answered.", BalenaException.Remedy.LONGER_TIMEOUT);
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        }
    }

    private BalenaException explain(String path, Throwable failure, Deadline deadline) throws InterruptedException {
        if (failure instanceof HttpFailure http && (http.status() == 401 || http.status() == 403)) {
            checkToken(deadline);
            return explanations.accessRefused(path, http);
        }
        return explanations.unavailable(path, failure);
    }
}

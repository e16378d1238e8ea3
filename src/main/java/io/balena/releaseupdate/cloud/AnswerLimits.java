package io.balena.releaseupdate.cloud;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Ends requests whose answers don't end: the client itself collects whatever a server sends, and waits for as long as
 * something comes.
 *
 * @param bytes the most that the body of a good answer may be long
 * @param time the most that a body may take whose parts keep coming; where nothing comes any more, the client gives up
 *     by itself
 */
record AnswerLimits(long bytes, Duration time) implements Consumer<HttpClientRequest> {

    private static final int MEBIBYTE = 1024 * 1024;
    private static final Duration TIME = Duration.ofMinutes(5);

    /** Hundreds of times what the largest fleet makes for. */
    static final AnswerLimits API = new AnswerLimits(64 * MEBIBYTE, TIME);

    /** Nothing is read from it. */
    static final AnswerLimits DELTA_SERVER = new AnswerLimits(64 * 1024, TIME);

    /** Of the body of a failure no more than the beginning is ever shown. */
    private static final long FAILURE_BYTES = 64 * 1024;

    @Override
    public void accept(HttpClientRequest request) {
        // Comes before the client's own handler of the response, which was not set yet.
        request.response().onSuccess(response -> watch(request, response));
    }

    private void watch(HttpClientRequest request, HttpClientResponse response) {
        // What a server says of its body decides nothing: multipart ones would not be counted, a character set that
        // does
        // not exist would be an error of its own.
        response.headers().set(HttpHeaders.CONTENT_TYPE, "text/plain;charset=UTF-8");
        boolean isGood = response.statusCode() < 300;
        long limit = isGood ? bytes : FAILURE_BYTES;
        long end = System.nanoTime() + time.toNanos();
        long[] length = {0};
        response.handler(chunk -> {
            length[0] += chunk.length();
            boolean isTooLong = length[0] > limit;
            if (isTooLong || System.nanoTime() - end > 0) {
                String what = isTooLong ? "is larger than " + size() : "takes more than " + time.toSeconds() + " s";
                request.reset(0, isGood ? new EndlessAnswer("a body that " + what) : failure(response));
            }
        });
    }

    private static HttpFailure failure(HttpClientResponse response) {
        return new HttpFailure(
                response.statusCode(), "", RetryAfter.parse(response.getHeader("Retry-After"), Instant.now()));
    }

    private String size() {
        return bytes >= MEBIBYTE ? bytes / MEBIBYTE + " MiB" : bytes / 1024 + " KiB";
    }

    /** A good answer that was not read to its end. */
    static final class EndlessAnswer extends BadAnswer {

        private static final long serialVersionUID = 1;

        private EndlessAnswer(String what) {
            super(what);
        }
    }
}

package io.balena.releaseupdate.cloud;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;

/**
 * Aborts a request whose response exceeds its limits: the client itself collects whatever a server sends, and waits for
 * as long as the connection stays open. Timers do this, since nothing else runs while nothing arrives.
 */
final class ResponseWatch {

    /** Only the beginning of the body of a failure is ever shown. */
    private static final long FAILURE_BYTES = 64 * 1024;

    private final ResponseLimits limits;
    private final HttpClientRequest request;
    private final HttpClientResponse response;
    private final Vertx vertx;
    private final boolean isGood;
    private final long endTimer;
    private long silenceTimer;
    private long length;
    private long lastChunk = System.nanoTime();

    private ResponseWatch(ResponseLimits limits, HttpClientRequest request, HttpClientResponse response, Vertx vertx) {
        this.limits = limits;
        this.request = request;
        this.response = response;
        this.vertx = vertx;
        isGood = response.statusCode() < 300;
        endTimer = vertx.setTimer(limits.time().toMillis(), timer -> end(limits.tooSlow()));
        expectChunkIn(limits.silence());
    }

    /** @param request a request that was not sent yet, without another handler for its response */
    static void over(HttpClientRequest request, ResponseLimits limits) {
        request.response().onSuccess(response -> begin(limits, request, response));
    }

    private static void begin(ResponseLimits limits, HttpClientRequest request, HttpClientResponse response) {
        // The server's description of its body must not matter: a multipart body would not be counted, and an unknown
        // character set would be an error of its own.
        response.headers().set(HttpHeaders.CONTENT_TYPE, "text/plain;charset=UTF-8");
        ResponseWatch watch = new ResponseWatch(
                limits, request, response, Vertx.currentContext().owner());
        response.handler(chunk -> watch.count(chunk.length()));
        response.end().onComplete(ended -> watch.stop());
    }

    private void count(int bytes) {
        lastChunk = System.nanoTime();
        length += bytes;
        if (length > (isGood ? limits.bytes() : FAILURE_BYTES)) {
            end(limits.tooLong());
        }
    }

    private void expectChunkIn(Duration time) {
        silenceTimer = vertx.setTimer(Math.max(1, time.toMillis()), timer -> {
            Duration left = limits.silence().minusNanos(System.nanoTime() - lastChunk);
            if (left.toMillis() > 0) {
                expectChunkIn(left);
            } else {
                end(new StalledResponse(limits.silence()));
            }
        });
    }

    private void end(Exception why) {
        stop();
        request.reset(0, isGood ? why : failure());
    }

    private HttpFailure failure() {
        return new HttpFailure(
                response.statusCode(),
                "",
                RetryAfter.parse(response.getHeader("Retry-After"), response.getHeader("Date")));
    }

    private void stop() {
        vertx.cancelTimer(endTimer);
        vertx.cancelTimer(silenceTimer);
    }
}

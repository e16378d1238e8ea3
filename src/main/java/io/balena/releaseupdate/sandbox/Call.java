package io.balena.releaseupdate.sandbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * The parts of a request that its handlers use.
 *
 * @param query the query as received, not decoded; null if there is none
 * @param authorization the header; null if there is none
 * @param entry the log entry, closed once the client is gone
 */
record Call(
        String method,
        String path,
        String query,
        String authorization,
        String contentType,
        Buffer body,
        ReceivedRequests.Entry entry) {

    private static final String API = "/v[67]/.*";

    /** The length of {@code /v7/}. */
    private static final int API_PREFIX_LENGTH = 4;

    static Call of(HttpServerRequest request, Buffer body, ReceivedRequests.Entry entry) {
        return new Call(
                request.method().name(),
                request.path(),
                request.query(),
                request.getHeader("authorization"),
                request.getHeader("content-type"),
                body,
                entry);
    }

    boolean isGet() {
        return method.equals("GET");
    }

    /** Whether it is for the API's resources. */
    boolean isForApi() {
        return path.matches(API);
    }

    /** The path after the API's version. */
    String apiPath() {
        return path.substring(API_PREFIX_LENGTH);
    }

    /** The resource of an API request; empty for other requests. */
    String apiResource() {
        return isForApi() ? apiPath().split("[^a-z_]", 2)[0] : "";
    }

    boolean isDeltaQuery() {
        return isGet() && apiResource().equals("delta");
    }
}

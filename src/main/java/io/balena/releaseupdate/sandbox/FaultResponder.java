package io.balena.releaseupdate.sandbox;

import io.balena.releaseupdate.sandbox.FaultEffect.Disturbance;
import io.balena.releaseupdate.sandbox.FaultEffect.Status;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;

/** Sends the faulty responses. */
final class FaultResponder {
    private static final String JSON = "application/json; charset=utf-8";
    private static final String HALF = "{\"d\":[{\"id\":12345,\"commit\":\"84d3d8f4";

    private final String elsewhere;

    /** @param elsewhere the base of the URLs to redirect to */
    FaultResponder(String elsewhere) {
        this.elsewhere = elsewhere;
    }

    void fail(HttpServerRequest request, ReceivedRequests.Entry entry, Status status) {
        HttpServerResponse response = request.response().setStatusCode(status.code());
        entry.responded(status.code());
        if (status.retryAfterSeconds() >= 0) {
            response.putHeader("retry-after", Integer.toString(status.retryAfterSeconds()));
        }
        if (status.code() < 400) {
            response.putHeader("location", elsewhere + request.uri());
        }
        response.putHeader("content-type", "text/plain; charset=utf-8").end(response.getStatusMessage());
    }

    void disturb(HttpServerRequest request, ReceivedRequests.Entry entry, Disturbance disturbance) {
        switch (disturbance) {
            case HANG -> {
                // Nothing: the connection stays as it is.
            }
            case RESET, LOST -> reset(request);
            case TRUNCATE -> truncate(request, entry);
            case HTML ->
                ok(request, entry, "text/html; charset=utf-8", "<html><body>Down for maintenance</body></html>");
            case EMPTY -> ok(request, entry, JSON, "");
            case OBJECT -> ok(request, entry, JSON, "{}");
            case NO_ROWS -> ok(request, entry, JSON, "{\"d\":[]}");
            case GARBAGE -> ok(request, entry, JSON, HALF);
            case WRONG_TYPE ->
                ok(request, entry, JSON, "{\"d\":[{\"id\":\"x\",\"commit\":5,\"status\":[],\"size\":{}}]}");
            case REDIRECT -> {
                entry.responded(302);
                request.response()
                        .setStatusCode(302)
                        .putHeader("location", elsewhere + request.uri())
                        .end();
            }
            case EXPIRED -> throw new IllegalArgumentException("a token's matter: " + disturbance);
        }
    }

    /** Resets the connection: without time to linger, the kernel sends RST instead of FIN. */
    private static void reset(HttpServerRequest request) {
        if (request.connection() instanceof ConnectionBase connection) {
            connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        request.connection().close();
    }

    private static void truncate(HttpServerRequest request, ReceivedRequests.Entry entry) {
        entry.responded(200);
        request.response()
                .putHeader("content-type", JSON)
                .putHeader("content-length", "1000")
                .write(HALF)
                .onComplete(written -> request.connection().close());
    }

    private static void ok(HttpServerRequest request, ReceivedRequests.Entry entry, String contentType, String body) {
        entry.responded(200);
        request.response().putHeader("content-type", contentType).end(body);
    }
}

package io.balena.releaseupdate.sandbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.EnumSet;
import java.util.Set;

/**
 * A request, as far as those who answer it care.
 *
 * @param query as it came, nothing decoded; null if there is none
 * @param authorization the header, null if there is none
 * @param entry closed once the client has gone
 */
record Call(
        String method,
        String path,
        String query,
        String authorization,
        String contentType,
        Buffer body,
        RequestLog.Entry entry) {

    static Call of(HttpServerRequest request, Buffer body, RequestLog.Entry entry) {
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

    boolean isDeltaQuery() {
        return isGet() && "delta".equals(apiResource());
    }

    /** Where faults can happen to it; {@code poll} is not decided here. */
    Set<Place> places() {
        Set<Place> places = EnumSet.of(Place.ANY);
        String resource = apiResource();
        if (resource.equals("release") && isGet()) {
            places.add(Place.DESCRIBE);
        } else if (isDeltaQuery()) {
            places.add(Place.DELTAS);
        } else if (resource.equals("application") && method.equals("PATCH")) {
            places.add(Place.PIN);
        } else if ((resource.equals("application") || resource.equals("device")) && isGet()) {
            places.add(Place.FLEET);
        } else if (path.equals(DeltaServer.PATH)) {
            places.add(Place.TRIGGER);
        } else if (path.equals(Account.ACTOR) || path.equals(Account.USER)) {
            places.add(Place.WHOAMI);
        } else if (path.equals(Account.REFRESH)) {
            places.add(Place.REFRESH);
        }
        return places;
    }

    /** The resource that an API request is about, empty for another request. */
    private String apiResource() {
        return Api.serves(path) ? path.substring(Api.PREFIX_LENGTH).split("[^a-z_]", 2)[0] : "";
    }
}

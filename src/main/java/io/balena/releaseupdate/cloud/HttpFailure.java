package io.balena.releaseupdate.cloud;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/** A response whose status is not a success. */
final class HttpFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** From 520 on, Cloudflare's: it does not get through to the server behind it. */
    static final Set<Integer> TRANSIENT = Set.of(408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524);

    private final int status;
    private final String body;
    private final transient Optional<Duration> retryAfter;
    private final transient Optional<String> location;

    HttpFailure(int status, String body, Optional<Duration> retryAfter) {
        this(status, body, retryAfter, Optional.empty());
    }

    /** @param location the target of a redirect, as the server wrote it */
    HttpFailure(int status, String body, Optional<Duration> retryAfter, Optional<String> location) {
        super("HTTP " + status);
        this.status = status;
        this.body = body;
        this.retryAfter = retryAfter;
        this.location = location;
    }

    int status() {
        return status;
    }

    String body() {
        return body;
    }

    /** How long the server wants the client to wait before it repeats the request; empty if it does not say. */
    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** The target of a redirect, as the server wrote it. */
    Optional<String> location() {
        return location;
    }

    boolean isTransient() {
        return TRANSIENT.contains(status);
    }

    /** Makes the client throw failures. Without it, redirects would pass as successes. */
    static final class Mapper implements ResponseExceptionMapper<RuntimeException> {

        private final boolean canBeOfProxy;

        /** @param canBeOfProxy whether a proxy reads the requests, and may respond to them itself */
        Mapper(boolean canBeOfProxy) {
            this.canBeOfProxy = canBeOfProxy;
        }

        @Override
        public boolean handles(int status, MultivaluedMap<String, Object> headers) {
            return status >= 300;
        }

        @Override
        public RuntimeException toThrowable(Response response) {
            if (canBeOfProxy && ProxyResponse.isOne(response::getHeaderString)) {
                return new ProxyResponse(response.getStatus());
            }
            return new HttpFailure(
                    response.getStatus(),
                    body(response),
                    RetryAfter.parse(response.getHeaderString("Retry-After"), response.getHeaderString("Date")),
                    Optional.ofNullable(response.getHeaderString("Location")));
        }

        private static String body(Response response) {
            try {
                return response.hasEntity() ? response.readEntity(String.class) : "";
            } catch (MalformedResponse | ProcessingException e) {
                // The status says what happened.
                return "";
            }
        }
    }
}

package io.balena.releaseupdate.sandbox;

import java.time.Instant;
import java.util.Map;

/**
 * A request that a sandbox received.
 *
 * @param method GET, PATCH, …
 * @param uri path and query as received, not decoded
 * @param headers the headers by lower-case name; repeated ones are joined by a comma
 * @param body the body as text; empty if there is none or it has not arrived yet
 * @param status the response's status; 0 until one was sent
 * @param at when it arrived, by the sandbox's clock
 */
public record SandboxRequest(
        String method, String uri, Map<String, String> headers, String body, int status, Instant at) {

    /** The URI without its query. */
    public String path() {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }
}

package io.balena.releaseupdate.cloud;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;

/** Adds the token and the client's name to every request. */
final class RequestHeaders implements ClientRequestFilter {

    private final Credentials credentials;
    private final String client;

    RequestHeaders(Credentials credentials, String client) {
        this.credentials = credentials;
        this.client = client;
    }

    @Override
    public void filter(ClientRequestContext request) {
        request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + credentials.token());
        request.getHeaders().putSingle("X-Balena-Client", client);
    }
}

package io.balena.releaseupdate.cloud;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;

/** What every request says of itself. */
final class RequestHeaders implements ClientRequestFilter {

    private final Token token;
    private final String client;

    RequestHeaders(Token token, String client) {
        this.token = token;
        this.client = client;
    }

    @Override
    public void filter(ClientRequestContext request) {
        request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + token.value());
        request.getHeaders().putSingle("X-Balena-Client", client);
    }
}

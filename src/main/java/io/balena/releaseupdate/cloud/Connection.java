package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.model.BalenaException;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * How to reach balena, and who listens.
 *
 * @param apiUrl the API, without a final slash
 * @param deltaUrl the delta server, without a final slash
 * @param credentials goes to these two and nowhere else
 * @param client name and version of the program that asks, {@code name/1.2.3}
 * @param patience how long to wait for balena
 * @param notices is told what a user should know, a sentence each
 * @param requestLog is told of each request: method, URL, status and time
 */
public record Connection(
        URI apiUrl,
        URI deltaUrl,
        Credentials credentials,
        String client,
        Patience patience,
        Consumer<String> notices,
        Consumer<String> requestLog) {

    /** Opens nothing yet: the first request connects. */
    public BalenaCloud open() {
        BalenaApi api = client(BalenaApi.class, apiUrl, patience.api());
        DeltaServer deltaServer = client(DeltaServer.class, deltaUrl, patience.delta());
        return new RestBalenaCloud(
                api,
                requests(api),
                new DeltaRequests(
                        deltaServer, new Explanations(deltaUrl, credentials, notices), new Retries(patience)));
    }

    /**
     * Asks balena for a new session token in place of this connection's.
     *
     * @throws BalenaException where there is none
     */
    public String refreshedToken() {
        try {
            return requests(client(BalenaApi.class, apiUrl, patience.api())).refreshedToken();
        } catch (InterruptedException e) {
            // The next request sees it, and ends the command.
            Thread.currentThread().interrupt();
            throw new BalenaException.Unavailable("The request was interrupted.", e);
        }
    }

    private Requests requests(BalenaApi api) {
        return new Requests(api, new Explanations(apiUrl, credentials, notices), new Retries(patience));
    }

    private <T> T client(Class<T> type, URI url, Duration readTimeout) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(url)
                .connectTimeout(patience.connect().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(readTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .followRedirects(false)
                .userAgent(client)
                .register(new HttpFailure.Mapper())
                .register(new RequestHeaders(credentials, client))
                .register(new RequestLog(requestLog))
                .build(type);
    }
}

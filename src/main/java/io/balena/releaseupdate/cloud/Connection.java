package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.settings.Network;
import io.balena.releaseupdate.settings.Proxy;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.resteasy.reactive.client.api.QuarkusRestClientProperties;

/**
 * How to reach balena, and who listens.
 *
 * @param apiUrl the API, without a final slash
 * @param deltaUrl the delta server, without a final slash
 * @param network what lies in between
 * @param credentials goes to these two and nowhere else
 * @param client name and version of the program that asks, {@code name/1.2.3}
 * @param patience how long to wait for balena
 * @param notices is told what a user should know, a sentence each
 * @param requestLog is told of each request: method, URL, status and time
 */
public record Connection(
        URI apiUrl,
        URI deltaUrl,
        Network network,
        Credentials credentials,
        String client,
        Patience patience,
        Consumer<String> notices,
        Consumer<String> requestLog) {

    private static final int LARGEST_POOL = 2_000;
    private static final Set<String> TLS_VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

    /**
     * Opens nothing yet: the first request connects.
     *
     * @throws BalenaException.Usage where a proxy or a file of certificates can't be used
     */
    public BalenaCloud open() {
        network.proxies().misunderstood(apiUrl, deltaUrl).forEach(notices);
        BalenaApi api = client(BalenaApi.class, apiUrl, patience.api(), AnswerLimits.API);
        DeltaRequests deltas = new DeltaRequests(
                () -> client(DeltaServer.class, deltaUrl, patience.delta(), AnswerLimits.DELTA_SERVER),
                explanations(deltaUrl),
                new Retries(patience));
        return new RestBalenaCloud(api, requests(api), deltas);
    }

    /**
     * Asks balena for a new session token in place of this connection's.
     *
     * @throws BalenaException where there is none
     */
    public String refreshedToken(Deadline deadline) {
        try {
            return requests(client(BalenaApi.class, apiUrl, patience.api(), AnswerLimits.API))
                    .refreshedToken(deadline);
        } catch (InterruptedException e) {
            // The next request sees it, and ends the command.
            Thread.currentThread().interrupt();
            throw new BalenaException.Unavailable("The request was interrupted.", e);
        }
    }

    private Requests requests(BalenaApi api) {
        return new Requests(api, explanations(apiUrl), new Retries(patience));
    }

    private Explanations explanations(URI url) {
        return new Explanations(url, network.proxies().to(url), credentials, notices);
    }

    private <T> T client(Class<T> type, URI url, Duration readTimeout, AnswerLimits limits) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(url)
                .connectTimeout(patience.connect().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(readTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .followRedirects(false)
                .userAgent(client)
                // More than a command holds open: a request that queued for a connection would seem to have been sent.
                .property(QuarkusRestClientProperties.CONNECTION_POOL_SIZE, LARGEST_POOL)
                // Not the proxy of Java's system properties either, which the client would take.
                .proxyAddress("none", 0)
                .httpClientOptionsCustomizer(options -> setNetwork(options, url))
                .httpClientRequestCustomizer(limits)
                .register(new HttpFailure.Mapper(isReadByProxy(url)))
                .register(new RequestHeaders(credentials, client))
                .register(new RequestLog(requestLog))
                .build(type);
    }

    private boolean isReadByProxy(URI url) {
        return url.getScheme().equals("http") && network.proxies().to(url).isPresent();
    }

    private void setNetwork(HttpClientOptions options, URI url) {
        network.proxies().to(url).ifPresent(proxy -> options.setProxyOptions(vertx(proxy)));
        if (url.getScheme().equals("https")) {
            options.setEnabledSecureTransportProtocols(TLS_VERSIONS);
            options.setTrustOptions(TrustOptions.wrap(network.authorities().trustManager()));
        }
    }

    private ProxyOptions vertx(Proxy proxy) {
        ProxyOptions options = new ProxyOptions()
                .setType(ProxyType.HTTP)
                .setHost(proxy.host())
                .setPort(proxy.port())
                .setConnectTimeout(patience.connect());
        proxy.login().ifPresent(login -> options.setUsername(login.user()).setPassword(login.password()));
        return options;
    }
}

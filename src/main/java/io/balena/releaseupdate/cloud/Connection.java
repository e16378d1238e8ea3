package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.settings.Proxy;
import io.balena.releaseupdate.settings.ServerUrl;
import io.balena.releaseupdate.settings.Session;
import io.balena.releaseupdate.settings.trust.Network;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.impl.CloseFuture;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * How to reach balena, and where to report what happens.
 *
 * @param apiUrl the API, without a final slash
 * @param deltaUrl the delta server, without a final slash
 * @param network proxies and certificate authorities
 * @param client name and version of the calling program, {@code name/1.2.3}
 * @param timeouts how long to wait for balena, and how often to repeat requests
 * @param notices receives what a user should know, a sentence each
 * @param requestLog receives a line for each request: method, URL, status and time
 */
public record Connection(
        URI apiUrl,
        URI deltaUrl,
        Network network,
        String client,
        Timeouts timeouts,
        Consumer<String> notices,
        Consumer<String> requestLog) {

    /** A request log that drops everything. */
    public static final Consumer<String> NO_LOG = line -> {};

    /** More than a command ever opens: a request that waits for a connection would look as if it had been sent. */
    private static final int LARGEST_POOL = 2_000;

    private static final Set<String> TLS_VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

    /** Connects with {@link Timeouts#DEFAULT}; for the parameters see {@link Connection}. */
    public static Connection to(
            URI apiUrl,
            URI deltaUrl,
            Network network,
            String client,
            Consumer<String> notices,
            Consumer<String> requestLog) {
        return new Connection(apiUrl, deltaUrl, network, client, Timeouts.DEFAULT, notices, requestLog);
    }

    /**
     * Opens balena with a token. Sends nothing yet: the first request connects.
     *
     * @param token an API key or a session's token; goes to the API and the delta server and nowhere else
     * @param source where the token comes from, as a message names it after "the token in"
     * @throws BalenaException.Usage if a proxy or a file of certificates can't be used
     */
    public BalenaCloud open(String token, String source) {
        return open(Credentials.of(token, source));
    }

    /** As {@link #open(String, String)}, for a session, which is renewed when it is old. */
    public BalenaCloud open(Session session) {
        return open(
                Credentials.of(session, (old, deadline) -> refreshedToken(Credentials.ofOld(old, session), deadline)));
    }

    private BalenaCloud open(Credentials credentials) {
        network.proxies().misunderstood(apiUrl, deltaUrl).forEach(notices);
        BalenaApi api = api(credentials);
        Requests requests = requests(api, credentials);
        DeltaRequests deltas = new DeltaRequests(
                () -> deltaServer(credentials),
                errors(deltaUrl, credentials),
                new Retries(timeouts),
                requests::checkTokenLater);
        return new RestBalenaCloud(api, requests, deltas);
    }

    private String refreshedToken(Credentials old, Deadline deadline) {
        try {
            return requests(api(old), old).refreshedToken(deadline);
        } catch (InterruptedException e) {
            // The next request sees the interrupt and ends the command.
            Thread.currentThread().interrupt();
            throw new BalenaException.Unavailable("The request was interrupted.", e);
        }
    }

    private Requests requests(BalenaApi api, Credentials credentials) {
        return new Requests(api, credentials, errors(apiUrl, credentials), new Retries(timeouts));
    }

    private ErrorMessages errors(URI url, Credentials credentials) {
        return new ErrorMessages(url, network.proxies().to(url), credentials, notices);
    }

    private BalenaApi api(Credentials credentials) {
        return build(
                client(apiUrl, credentials, timeouts.api(), ResponseLimits.API).register(new Gzip(ResponseLimits.API)),
                BalenaApi.class,
                apiUrl);
    }

    private DeltaApi deltaServer(Credentials credentials) {
        return build(
                client(deltaUrl, credentials, timeouts.delta(), ResponseLimits.DELTA_SERVER), DeltaApi.class, deltaUrl);
    }

    private <T> T build(QuarkusRestClientBuilder builder, Class<T> type, URI url) {
        CloseFuture hold = new CloseFuture();
        T client = builder.httpClientOptionsCustomizer(options -> {
                    setNetwork(options, url);
                    AllAddressesClient.provide(options, url, hold);
                })
                .build(type);
        // By now the REST client uses it.
        hold.close();
        return client;
    }

    private QuarkusRestClientBuilder client(
            URI url, Credentials credentials, Duration readTimeout, ResponseLimits limits) {
        QuarkusRestClientBuilder builder = QuarkusRestClientBuilder.newBuilder()
                .baseUri(url)
                .readTimeout(readTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .followRedirects(false)
                .userAgent(client)
                // Otherwise the client would use the proxy in Java's system properties.
                .proxyAddress("none", 0)
                .httpClientRequestCustomizer(request -> {
                    EndOfTls.closesConnection(request.connection());
                    ResponseWatch.over(request, limits);
                })
                .register(new HttpFailure.Mapper(isReadByProxy(url)))
                .register(new RequestHeaders(credentials, client));
        return requestLog == NO_LOG ? builder : builder.register(new RequestLog(requestLog));
    }

    private boolean isReadByProxy(URI url) {
        return url.getScheme().equals("http") && network.proxies().to(url).isPresent();
    }

    private void setNetwork(HttpClientOptions options, URI url) {
        options.setConnectTimeout((int) timeouts.connect().toMillis());
        options.setMaxPoolSize(LARGEST_POOL);
        options.setMaxInitialLineLength(ResponseLimits.HEAD_BYTES).setMaxHeaderSize(ResponseLimits.HEAD_BYTES);
        network.proxies().to(url).ifPresent(proxy -> options.setProxyOptions(vertx(proxy)));
        if (url.getScheme().equals("https")) {
            options.setEnabledSecureTransportProtocols(TLS_VERSIONS);
            setTrust(options, ServerUrl.host(url));
        }
    }

    private void setTrust(HttpClientOptions options, String host) {
        TrustManager trust = network.authorities().trustManager();
        if (UnderscoredName.is(host)) {
            trust = new UnderscoredName(host, (X509ExtendedTrustManager) trust);
            options.setVerifyHost(false);
        }
        options.setTrustOptions(TrustOptions.wrap(trust));
    }

    private ProxyOptions vertx(Proxy proxy) {
        ProxyOptions options = new ProxyOptions()
                .setType(ProxyType.HTTP)
                .setHost(proxy.host())
                .setPort(proxy.port())
                .setConnectTimeout(timeouts.connect());
        proxy.login().ifPresent(login -> options.setUsername(login.user()).setPassword(login.password()));
        return options;
    }
}

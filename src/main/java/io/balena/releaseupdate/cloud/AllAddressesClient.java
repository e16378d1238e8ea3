package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.settings.ServerUrl;
import io.quarkus.arc.Arc;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.impl.HttpClientImpl;
import io.vertx.core.http.impl.SharedHttpClient;
import io.vertx.core.impl.CloseFuture;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The HTTP client for one server. Vert.x's own client tries only the first address of the server or its proxy; this one
 * tries all of them as RFC 8305 says ("Happy Eyeballs"). It also accepts host names that {@link URI} does not.
 */
final class AllAddressesClient extends HttpClientImpl {

    /** RFC 8305, section 8. */
    private static final Duration DELAY = Duration.ofMillis(250);
    /** For an address that worked before: it is more likely slow than dead, and a second connection has a cost. */
    private static final Duration DELAY_OF_KNOWN = Duration.ofSeconds(1);

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String host;
    private final int port;
    private final Lookup lookup;
    /** The address that worked last, of the server or the proxy. */
    private volatile InetAddress known;

    /** @param lookup resolves a host to its addresses, in the order in which they are tried */
    AllAddressesClient(VertxInternal vertx, HttpClientOptions options, CloseFuture closing, URI server, Lookup lookup) {
        super(vertx, options, options.getPoolOptions(), closing);
        this.host = ServerUrl.host(server);
        this.port = ServerUrl.port(server);
        this.lookup = lookup;
    }

    /** Resolves hosts. May block for seconds. */
    interface Lookup {
        List<InetAddress> addresses(String host) throws UnknownHostException;
    }

    /**
     * Makes the REST client use this class in place of Vert.x's own: it looks up a shared client by the name in its
     * options.
     *
     * @param options complete, except for what this method sets
     * @param hold keeps the client open until the REST client uses it
     */
    static void provide(HttpClientOptions options, URI server, CloseFuture hold) {
        VertxInternal vertx =
                (VertxInternal) Arc.container().instance(Vertx.class).get();
        options.setShared(true).setName("balena " + NUMBER.incrementAndGet());
        vertx.createSharedClient(SharedHttpClient.SHARED_MAP_NAME, options.getName(), hold, closing -> {
            AllAddressesClient client = new AllAddressesClient(vertx, options, closing, server, Addresses::of);
            closing.add(client);
            return client;
        });
    }

    @Override
    public void request(RequestOptions request, Handler<AsyncResult<HttpClientRequest>> handler) {
        request(request).onComplete(handler);
    }

    @Override
    public Future<HttpClientRequest> request(RequestOptions request) {
        request.setHost(host).setPort(port);
        ProxyOptions proxy = options.getProxyOptions();
        String next = proxy == null ? host : proxy.getHost();
        if (Addresses.isAddress(next)) {
            return super.request(request);
        }
        ContextInternal context = vertx.getOrCreateContext();
        return context.executeBlocking(() -> lookup.addresses(next), false)
                .compose(addresses -> request(context, request, addresses));
    }

    private Future<HttpClientRequest> request(
            ContextInternal context, RequestOptions request, List<InetAddress> addresses) {
        InetAddress served = known;
        List<InetAddress> inOrder = served == null ? addresses : Addresses.beginningWith(served, addresses);
        boolean isKnown = inOrder.get(0).equals(served);
        return new Race<>(
                        context.owner(),
                        inOrder,
                        (InetAddress address) -> request(request, address),
                        late -> late.connection().close())
                .run(isKnown ? DELAY_OF_KNOWN : DELAY, DELAY);
    }

    private Future<HttpClientRequest> request(RequestOptions request, InetAddress address) {
        RequestOptions through = new RequestOptions(request);
        ProxyOptions proxy = options.getProxyOptions();
        if (proxy == null) {
            through.setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()));
        } else {
            through.setProxyOptions(new ProxyOptions(proxy).setHost(address.getHostAddress()));
        }
        return super.request(through).onComplete(result -> {
            if (result.succeeded()) {
                known = address;
            } else if (address.equals(known)) {
                known = null;
            }
        });
    }
}

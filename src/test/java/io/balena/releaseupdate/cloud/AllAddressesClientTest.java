package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.impl.CloseFuture;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.SelfSignedCertificate;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers and proxies with several addresses, of which one works. */
class AllAddressesClientTest {

    private final Vertx vertx = Vertx.vertx();
    private final CloseFuture clients = new CloseFuture();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        join(clients.close());
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void anAddressThatRefusesIsPassedOver() throws Exception {
        int port = serve("127.0.0.3");

        assertEquals("127.0.0.3", get(client(port, "127.0.0.2", "::1", "127.0.0.3")));
        assertEquals(List.of("GET / of two_addresses:" + port), requests);
    }

    @Test
    void theOtherFamilyIsTriedToo() throws Exception {
        int port = serve("::1");

        assertEquals("0:0:0:0:0:0:0:1", get(client(port, "127.0.0.2", "::1")));
    }

    /** Like a firewall that drops packets. */
    @Test
    void anAddressThatIsSilentIsNotWaitedFor() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.2"))) {
            int port = silent.getLocalPort();
            SelfSignedCertificate certificate = SelfSignedCertificate.create();
            serve(
                    "127.0.0.3",
                    port,
                    new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate.keyCertOptions()));
            HttpClientOptions options =
                    new HttpClientOptions().setTrustAll(true).setVerifyHost(false);

            AllAddressesClient client = client("https://two_addresses:" + port, options, "127.0.0.2", "127.0.0.3");

            assertEquals("127.0.0.3", get(client, true));
        }
    }

    @Test
    void theAddressThatServedComesFirstNextTime() throws Exception {
        int port = serve("127.0.0.3");
        AllAddressesClient client = client(port, "127.0.0.2", "127.0.0.3");
        assertEquals("127.0.0.3", get(client));
        serve("127.0.0.2", port, new HttpServerOptions());

        assertEquals("127.0.0.3", get(client));
    }

    @Test
    void anotherOneServesWhereThatOneFails() throws Exception {
        HttpServer first = serve("127.0.0.2", 0, new HttpServerOptions());
        int port = first.actualPort();
        AllAddressesClient client = client(port, "127.0.0.2", "127.0.0.3");
        assertEquals("127.0.0.2", get(client));

        serve("127.0.0.3", port, new HttpServerOptions());
        join(first.close());

        assertEquals("127.0.0.3", get(client));
    }

    @Test
    void aProxyIsTriedAtAllItsAddresses() throws Exception {
        int port = serve("127.0.0.3");
        HttpClientOptions options = new HttpClientOptions()
                .setProxyOptions(new ProxyOptions().setHost("two_addresses").setPort(port));

        assertEquals("127.0.0.3", get(client("http://api_1:8080", options, "127.0.0.2", "127.0.0.3")));
        assertEquals(List.of("GET http://api_1:8080/ of api_1:8080"), requests);
    }

    @Test
    void allThatFailMakeForTheFailureOfTheFirst() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        AllAddressesClient client = client(port, "127.0.0.2", "127.0.0.3");

        Throwable failure =
                assertThrows(CompletionException.class, () -> get(client)).getCause();
        assertInstanceOf(ConnectException.class, failure);
        assertTrue(failure.getMessage().contains("127.0.0.2"), failure.getMessage());
    }

    private int serve(String address) {
        return serve(address, 0, new HttpServerOptions()).actualPort();
    }

    private HttpServer serve(String address, int port, HttpServerOptions options) {
        return join(vertx.createHttpServer(options)
                .requestHandler(request -> {
                    requests.add(request.method() + " " + request.uri() + " of " + request.authority());
                    request.response()
                            .putHeader("Connection", "close")
                            .end(request.localAddress().hostAddress());
                })
                .listen(port, address));
    }

    private AllAddressesClient client(int port, String... addresses) {
        return client("http://two_addresses:" + port, new HttpClientOptions(), addresses);
    }

    private AllAddressesClient client(String url, HttpClientOptions options, String... addresses) {
        AllAddressesClient client = new AllAddressesClient(
                (VertxInternal) vertx, options, clients, URI.create(url), host -> resolve(host, addresses));
        clients.add(client);
        return client;
    }

    private static List<InetAddress> resolve(String host, String... addresses) throws UnknownHostException {
        assertEquals("two_addresses", host);
        List<InetAddress> resolved = new ArrayList<>();
        for (String address : addresses) {
            resolved.add(InetAddress.getByName(address));
        }
        return resolved;
    }

    private static String get(AllAddressesClient client) {
        return get(client, false);
    }

    /** Like the REST client, which does not accept a host with an underscore. */
    private static String get(AllAddressesClient client, boolean isSecure) {
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.GET).setSsl(isSecure);
        return join(client.request(options).compose(request -> request.send()
                .compose(response -> response.body().map(Buffer::toString))));
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}

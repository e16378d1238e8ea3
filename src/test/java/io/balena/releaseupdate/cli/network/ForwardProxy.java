package io.balena.releaseupdate.cli.network;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.littleshoot.proxy.HttpFilters;
import org.littleshoot.proxy.HttpFiltersSourceAdapter;
import org.littleshoot.proxy.HttpProxyServer;
import org.littleshoot.proxy.ProxyAuthenticator;
import org.littleshoot.proxy.impl.DefaultHttpProxyServer;

/** A forward proxy that knows hosts which nobody else knows, all of them on this machine. */
final class ForwardProxy implements AutoCloseable {

    static final String USER = "bob";
    static final String PASSWORD = "hunter2:@/%";
    /** The password as it stands in a URL. */
    static final String ENCODED_PASSWORD = "hunter2%3A%40%2F%25";

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpProxyServer server;

    private ForwardProxy(Map<String, Integer> ports, ProxyAuthenticator authenticator) {
        server = DefaultHttpProxyServer.bootstrap()
                .withPort(0)
                .withServerResolver((host, port) -> resolve(ports, host, port))
                .withProxyAuthenticator(authenticator)
                .withFiltersSource(new HttpFiltersSourceAdapter() {
                    @Override
                    public HttpFilters filterRequest(HttpRequest request, ChannelHandlerContext context) {
                        requests.add(request.method() + " " + request.uri());
                        return super.filterRequest(request, context);
                    }
                })
                .start();
    }

    /** @param ports where the hosts are that it knows */
    static ForwardProxy start(Map<String, Integer> ports) {
        return new ForwardProxy(ports, null);
    }

    /** One that asks for {@link #USER} and {@link #PASSWORD}. */
    static ForwardProxy startWithLogin(Map<String, Integer> ports) {
        return new ForwardProxy(ports, new ProxyAuthenticator() {
            @Override
            public boolean authenticate(String user, String password) {
                return USER.equals(user) && PASSWORD.equals(password);
            }

            @Override
            public String getRealm() {
                return "test";
            }
        });
    }

    private static InetSocketAddress resolve(Map<String, Integer> ports, String host, int port)
            throws UnknownHostException {
        if (host.matches("[0-9.]+")) {
            return new InetSocketAddress(host, port);
        }
        if (!ports.containsKey(host)) {
            throw new UnknownHostException(host);
        }
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(host));
    }

    /** Host and port. */
    String address() {
        return "127.0.0.1:" + server.getListenAddress().getPort();
    }

    String url() {
        return "http://" + address();
    }

    String urlWithLogin() {
        return "http://" + USER + ":" + ENCODED_PASSWORD + "@" + address();
    }

    /** Method and target of those that it let through. */
    List<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.abort();
    }
}

package io.balena.releaseupdate.cloud;

import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A proxy's own response to a request that it should have passed on. It says nothing about balena or the token. */
final class ProxyResponse extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Proxies that pass a response on keep its {@code Server} header and name themselves in {@code Via}. */
    private static final Set<String> PRODUCTS = Set.of("squid", "tinyproxy", "mitmproxy", "privoxy", "polipo");

    private final int status;

    ProxyResponse(int status) {
        super("the proxy answered with HTTP " + status);
        this.status = status;
    }

    int status() {
        return status;
    }

    /**
     * Whether a response is a proxy's own. False is no proof: a proxy need not say so.
     *
     * @param headers returns the value of a header, or null
     */
    static boolean isOne(UnaryOperator<String> headers) {
        // RFC 9209; RFC 9110, 11.7; Squid.
        boolean isMarked = Stream.of("Proxy-Status", "Proxy-Authenticate", "X-Squid-Error")
                .anyMatch(header -> headers.apply(header) != null);
        String server = headers.apply("Server");
        return isMarked
                || server != null
                        && PRODUCTS.contains(
                                server.strip().toLowerCase(Locale.ROOT).split("[/ ]")[0]);
    }
}

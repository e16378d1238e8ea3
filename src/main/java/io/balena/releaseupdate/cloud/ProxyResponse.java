package io.balena.releaseupdate.cloud;

import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A proxy's own answer to a request that it was to pass on: it says nothing about balena, or about the token. */
final class ProxyResponse extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Proxies that pass an answer on leave its {@code Server} as it is, and name themselves in {@code Via}. */
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
     * Whether a proxy made an answer; that it did not say so proves nothing.
     *
     * @param headers the value of a header, or null
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

package io.balena.releaseupdate.cloud;

import io.netty.handler.proxy.ProxyConnectException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What went wrong on the way through a proxy.
 *
 * @param status of the proxy's answer; empty where there was none
 * @param what to stand behind the proxy's name and a colon
 */
record ProxyProblem(Optional<Integer> status, String what) {

    /** The status that only proxies answer with. */
    static final int LOGIN_REQUIRED = 407;
    /** The client has the status in its message only. */
    private static final Pattern STATUS = Pattern.compile("status: ([0-9]{3})");

    /**
     * @param failure of a request that goes through a proxy
     * @return empty where the failure is not the proxy's
     */
    static Optional<ProxyProblem> of(Throwable failure) {
        Throwable inner = Failures.unwrap(failure);
        if (inner instanceof HttpFailure http && http.status() == LOGIN_REQUIRED) {
            return Optional.of(answered(LOGIN_REQUIRED));
        }
        if (inner instanceof ProxyConnectException refused) {
            Matcher status = STATUS.matcher(String.valueOf(refused.getMessage()));
            return Optional.of(
                    status.find()
                            ? answered(Integer.parseInt(status.group(1)))
                            : new ProxyProblem(Optional.empty(), "it did not answer as an HTTP proxy does"));
        }
        // Names are looked up by the proxy, and connections made by it: what fails here is the way to the proxy.
        if (inner instanceof UnknownHostException
                || inner instanceof NoRouteToHostException
                || inner instanceof ConnectException) {
            return Optional.of(new ProxyProblem(Optional.empty(), Failures.describe(inner)));
        }
        return Optional.empty();
    }

    private static ProxyProblem answered(int status) {
        return new ProxyProblem(
                Optional.of(status),
                status == LOGIN_REQUIRED
                        ? "it asks for a user name and a password, or does not accept those given (HTTP 407)"
                        : "it answered the request for a connection with HTTP " + status);
    }

    boolean mayPass() {
        return status.isEmpty() || HttpFailure.TRANSIENT.contains(status.get());
    }

    /** A sentence. */
    String remedy() {
        return status.filter(code -> code == LOGIN_REQUIRED).isPresent()
                ? "Put them into its URL: http://user:password@host:port, special characters percent-encoded."
                : "Check the proxy settings (BALENARC_PROXY, HTTPS_PROXY, HTTP_PROXY), or name what is to be reached"
                        + " directly in NO_PROXY.";
    }
}

package io.balena.releaseupdate.cloud;

import io.netty.handler.proxy.ProxyConnectException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A problem on the way through a proxy.
 *
 * @param status the status of the proxy's response; empty if there was none
 * @param what what happened, which follows the proxy's name and a colon in a message
 * @param isTransient whether the same request may succeed soon: a proxy that hung for seconds hangs again
 */
record ProxyProblem(Optional<Integer> status, String what, boolean isTransient) {

    /** The status that only proxies send. */
    static final int LOGIN_REQUIRED = 407;
    /** tinyproxy answers a wrong login with 401. */
    private static final Set<Integer> LOGIN = Set.of(401, LOGIN_REQUIRED);

    private static final String NO_ANSWER = ", timeout";
    private static final Pattern STATUS = Pattern.compile("status: ([0-9]{3})");

    /**
     * @param failure the failure of a request through a proxy
     * @return empty if the proxy is not the cause
     */
    static Optional<ProxyProblem> of(Throwable failure) {
        Throwable inner = Failures.unwrap(failure);
        if (inner instanceof HttpFailure http && http.status() == LOGIN_REQUIRED) {
            return Optional.of(answered(LOGIN_REQUIRED, ""));
        }
        if (inner instanceof ProxyResponse response) {
            return Optional.of(answered(response.status(), "it did not pass the request on, and answered with HTTP "));
        }
        if (inner instanceof ProxyConnectException refused) {
            return Optional.of(ofConnect(String.valueOf(refused.getMessage())));
        }
        // The proxy looks names up and makes the connections: these failures are on the way to the proxy.
        if (inner instanceof UnknownHostException
                || inner instanceof NoRouteToHostException
                || inner instanceof ConnectException) {
            return Optional.of(new ProxyProblem(Optional.empty(), Failures.describe(inner), true));
        }
        return Optional.empty();
    }

    /** Only the message tells failures apart. */
    private static ProxyProblem ofConnect(String message) {
        Matcher status = STATUS.matcher(message);
        if (status.find()) {
            return answered(Integer.parseInt(status.group(1)), "it answered the request for a connection with HTTP ");
        }
        return new ProxyProblem(
                Optional.empty(),
                message.endsWith(NO_ANSWER) ? "no answer in time" : "it did not answer as an HTTP proxy does",
                !message.endsWith(NO_ANSWER));
    }

    private static ProxyProblem answered(int status, String prefix) {
        return new ProxyProblem(
                Optional.of(status),
                LOGIN.contains(status)
                        ? "it requires a user name and a password, or does not accept those given (HTTP " + status + ")"
                        : prefix + status,
                HttpFailure.TRANSIENT.contains(status));
    }

    /** A sentence that says what to do. */
    String remedy() {
        return status.filter(LOGIN::contains).isPresent()
                ? "Put them into its URL: http://user:password@host:port, special characters percent-encoded."
                : "Check the proxy settings (BALENARC_PROXY, HTTPS_PROXY, HTTP_PROXY), or name what must be reached"
                        + " directly in NO_PROXY.";
    }
}

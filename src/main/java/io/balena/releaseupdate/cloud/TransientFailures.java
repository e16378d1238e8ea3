package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.settings.trust.Causes;
import io.balena.releaseupdate.settings.trust.CertificateFailure;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import javax.net.ssl.SSLException;

/** The failures that pass: repeating the request may help. */
final class TransientFailures {

    /** What the network library says of it; there is no type for that. */
    private static final String CLOSED = "Connection closed while SSL/TLS handshake was in progress";

    private TransientFailures() {}

    /** Whether the same request may succeed later: a broken connection, a time-out, an overloaded server. */
    static boolean isTransient(Throwable failure) {
        Throwable inner = Failures.unwrap(failure);
        if (inner instanceof HttpFailure http) {
            return http.isTransient();
        }
        if (inner instanceof ProxyConnectException || inner instanceof ProxyResponse) {
            return ProxyProblem.of(inner).filter(ProxyProblem::isTransient).isPresent();
        }
        return Failures.isConnectionFailure(inner)
                && TlsProblem.of(inner).isEmpty()
                && (!(inner instanceof SSLException) || isBrokenHandshake(inner));
    }

    /** Whether a handshake ended before anything could be said against the other side. */
    private static boolean isBrokenHandshake(Throwable failure) {
        return CertificateFailure.of(failure).isEmpty()
                && Causes.of(failure).stream()
                        .anyMatch(cause -> cause instanceof SslHandshakeTimeoutException
                                || cause instanceof IOException && !(cause instanceof SSLException)
                                || CLOSED.equals(cause.getMessage()));
    }
}

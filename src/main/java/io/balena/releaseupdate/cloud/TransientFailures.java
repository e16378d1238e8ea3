package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.settings.trust.Causes;
import io.balena.releaseupdate.settings.trust.CertificateFailure;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import javax.net.ssl.SSLException;

/** Tells transient failures from permanent ones. */
final class TransientFailures {

    /** The message of the network library, which has no type for it. */
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

    /** Whether a handshake ended before it could show a problem of the other side. */
    private static boolean isBrokenHandshake(Throwable failure) {
        return CertificateFailure.of(failure).isEmpty()
                && Causes.of(failure).stream()
                        .anyMatch(cause -> cause instanceof SslHandshakeTimeoutException
                                || cause instanceof IOException && !(cause instanceof SSLException)
                                || CLOSED.equals(cause.getMessage()));
    }
}

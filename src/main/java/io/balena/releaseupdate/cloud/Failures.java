package io.balena.releaseupdate.cloud;

import io.vertx.core.VertxException;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** What a failed request means. */
final class Failures {

    private Failures() {}

    /** The failure itself, without what the client and the executors wrapped around it. */
    static Throwable unwrap(Throwable failure) {
        Throwable inner = failure;
        while (inner.getCause() != null
                && (inner instanceof ProcessingException
                        || inner instanceof CompletionException
                        || inner instanceof ExecutionException)) {
            inner = inner.getCause();
        }
        return inner;
    }

    /** Whether the same request may succeed later: a broken connection, a time-out, an overloaded server. */
    static boolean mayPass(Throwable failure) {
        Throwable inner = unwrap(failure);
        if (inner instanceof HttpFailure http) {
            return http.isTransient();
        }
        return isConnectionFailure(inner) && !(inner instanceof SSLException);
    }

    /** Whether no whole answer came. */
    static boolean isConnectionFailure(Throwable inner) {
        return inner instanceof IOException
                || inner instanceof TimeoutException
                || inner instanceof VertxException
                || inner instanceof ProcessingException;
    }

    static Optional<Duration> retryAfter(Throwable failure) {
        return unwrap(failure) instanceof HttpFailure http ? http.retryAfter() : Optional.empty();
    }

    /** What happened, in a few words, to stand behind the request's method and path. */
    static String describe(Throwable failure) {
        Throwable inner = unwrap(failure);
        if (inner instanceof HttpFailure http) {
            return "HTTP " + http.status();
        }
        if (inner instanceof BadAnswer bad) {
            return bad.getMessage();
        }
        if (inner instanceof UnknownHostException) {
            return "the host name is not known";
        }
        if (inner instanceof NoRouteToHostException) {
            return "there is no route to the host";
        }
        if (inner instanceof ConnectException) {
            return "no connection";
        }
        if (inner instanceof TimeoutException) {
            return "no answer in time";
        }
        if (inner instanceof SSLException) {
            return "no secure connection (" + inner.getMessage() + ")";
        }
        return isConnectionFailure(inner) ? "the connection broke" : inner.toString();
    }
}

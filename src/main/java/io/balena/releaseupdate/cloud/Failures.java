package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.settings.trust.Causes;
import io.balena.releaseupdate.settings.trust.CertificateFailure;
import io.balena.releaseupdate.text.Printable;
import io.netty.channel.ChannelException;
import io.vertx.core.VertxException;
import io.vertx.core.http.StreamResetException;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Interprets failed requests. */
final class Failures {

    private static final Pattern TOO_LONG_HEAD = Pattern.compile("^(HTTP header|An HTTP line) is larger than ");

    private Failures() {}

    /** Removes the exceptions that the client and executors wrap around a failure. */
    static Throwable unwrap(Throwable failure) {
        Throwable inner = failure;
        while (inner.getCause() != null
                && (inner instanceof ProcessingException
                        || inner instanceof StreamResetException
                        || inner instanceof CompletionException
                        || inner instanceof ExecutionException)) {
            inner = inner.getCause();
        }
        return isTooLongHead(inner) ? new MalformedResponse("response headers larger than 64 kB") : inner;
    }

    /** The REST client keeps only the message of the network library's exception. */
    private static boolean isTooLongHead(Throwable failure) {
        return failure instanceof IOException
                && TOO_LONG_HEAD.matcher(String.valueOf(failure.getMessage())).find();
    }

    /** Whether no complete response arrived. */
    static boolean isConnectionFailure(Throwable inner) {
        return inner instanceof IOException
                || inner instanceof TimeoutException
                || inner instanceof ChannelException
                || inner instanceof VertxException
                || inner instanceof ProcessingException;
    }

    static Optional<Duration> retryAfter(Throwable failure) {
        return unwrap(failure) instanceof HttpFailure http ? http.retryAfter() : Optional.empty();
    }

    /** Describes a failure in a few words, which follow the request's method and path. */
    static String describe(Throwable failure) {
        Throwable inner = unwrap(failure);
        if (inner instanceof HttpFailure http) {
            return "HTTP " + http.status();
        }
        if (inner instanceof MalformedResponse || inner instanceof ProxyResponse) {
            return inner.getMessage();
        }
        if (isOutOfFiles(inner)) {
            return "this process may open no more files: lower the concurrency, or raise the limit (ulimit -n)";
        }
        if (inner instanceof StalledResponse silent) {
            return silent.getMessage();
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
        Optional<String> insecure =
                CertificateFailure.what(inner).or(() -> TlsProblem.of(inner).map(TlsProblem::what));
        if (insecure.isPresent()) {
            return insecure.get();
        }
        if (inner instanceof SSLException) {
            return "no secure connection ("
                    + Printable.words(String.valueOf(innermost(inner).getMessage())) + ")";
        }
        return isConnectionFailure(inner) ? "the connection broke" : inner.toString();
    }

    /** The messages of glibc and musl for EMFILE. */
    private static boolean isOutOfFiles(Throwable failure) {
        return Causes.of(failure).stream()
                .map(cause -> String.valueOf(cause.getMessage()))
                .anyMatch(message ->
                        message.contains("Too many open files") || message.contains("No file descriptors available"));
    }

    private static Throwable innermost(Throwable failure) {
        List<Throwable> causes = Causes.of(failure);
        return causes.get(causes.size() - 1);
    }
}

package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.WriteResult;
import io.netty.handler.proxy.ProxyConnectException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;

/** Sends requests that change something at balena: once, and says how certain it is that a request had no effect. */
final class Writes {

    private final Requests requests;

    Writes(Requests requests) {
        this.requests = requests;
    }

    /**
     * Sends a request once.
     *
     * @param what what the request does, for messages: {@code pin the fleet}
     * @throws BalenaException if nothing could be sent
     */
    WriteResult send(String what, Supplier<CompletionStage<RestResponse<String>>> request, Deadline deadline)
            throws InterruptedException {
        try {
            requests.once(request, deadline);
            return new WriteResult.Accepted();
        } catch (BalenaException.TimedOut e) {
            return new WriteResult.Unknown(
                    requests.server() + " did not answer the request to " + what + " in time.", Optional.empty());
        } catch (ExecutionException e) {
            return result(what, Failures.unwrap(e), deadline);
        }
    }

    private WriteResult result(String what, Throwable failure, Deadline deadline) throws InterruptedException {
        String trouble = requests.trouble(what, failure);
        var retryAfter = Failures.retryAfter(failure);
        if (failure instanceof HttpFailure http) {
            Optional<String> rule = requests.brokenRule(http);
            if (rule.isPresent()) {
                return new WriteResult.Refused(new BalenaException.NotFound(requests.server() + " refused to " + what
                        + ": '" + rule.get() + "'. Choose a release that this rule allows."));
            }
            if (http.status() == 401 || http.status() == 403) {
                return denied(what, http, trouble, deadline);
            }
            return http.status() == 429
                    ? new WriteResult.NotApplied(trouble, retryAfter)
                    : new WriteResult.Unknown(trouble, retryAfter);
        }
        return isUnsent(failure)
                ? new WriteResult.NotApplied(trouble, retryAfter)
                : new WriteResult.Unknown(trouble, retryAfter);
    }

    private WriteResult denied(String what, HttpFailure failure, String trouble, Deadline deadline)
            throws InterruptedException {
        try {
            return new WriteResult.Denied(requests.denial(what, failure, deadline));
        } catch (BalenaException.Unavailable | BalenaException.TimedOut e) {
            return new WriteResult.Unknown(trouble, Optional.empty());
        }
    }

    /** Whether there was no connection to send anything on. */
    private static boolean isUnsent(Throwable failure) {
        return failure instanceof ConnectException
                || failure instanceof UnknownHostException
                || failure instanceof NoRouteToHostException
                || failure instanceof ProxyConnectException;
    }
}

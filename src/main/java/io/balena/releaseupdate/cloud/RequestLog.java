package io.balena.releaseupdate.cloud;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reports each request on one line when its response arrived or will never arrive. A request that takes long has
 * another line before that, for those who look for the cause of a delay.
 */
final class RequestLog implements ClientRequestFilter, ClientResponseFilter {

    private static final String SENT = RequestLog.class.getName();
    private static final long LONG_SECONDS = 2;

    private final Consumer<String> log;
    private final Executor later;

    RequestLog(Consumer<String> log) {
        this(log, CompletableFuture.delayedExecutor(LONG_SECONDS, TimeUnit.SECONDS));
    }

    /** @param later runs a task after the time from which a request takes long */
    RequestLog(Consumer<String> log, Executor later) {
        this.log = log;
        this.later = later;
    }

    @Override
    public void filter(ClientRequestContext request) {
        request.setProperty(SENT, System.nanoTime());
        String line = line(request);
        later.execute(() -> {
            if (request.getProperty(SENT) != null) {
                log.accept(line + ": no answer after " + LONG_SECONDS + " s");
            }
        });
    }

    @Override
    public void filter(ClientRequestContext request, ClientResponseContext response) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - (long) request.getProperty(SENT));
        request.removeProperty(SENT);
        // The client reports a request that was cut off or cancelled as status 0.
        String outcome = response.getStatus() == 0 ? "no answer" : Integer.toString(response.getStatus());
        log.accept(line(request) + " -> " + outcome + " in " + millis + " ms");
    }

    private static String line(ClientRequestContext request) {
        return request.getMethod() + " " + request.getUri();
    }
}

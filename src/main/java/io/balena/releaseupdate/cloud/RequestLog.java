package io.balena.releaseupdate.cloud;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Reports each request when it was sent and when its answer came. */
final class RequestLog implements ClientRequestFilter, ClientResponseFilter {

    private static final String SENT = RequestLog.class.getName();

    private final Consumer<String> log;

    RequestLog(Consumer<String> log) {
        this.log = log;
    }

    @Override
    public void filter(ClientRequestContext request) {
        request.setProperty(SENT, System.nanoTime());
        log.accept(line(request));
    }

    @Override
    public void filter(ClientRequestContext request, ClientResponseContext response) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - (long) request.getProperty(SENT));
        // The client reports a request that was cut off or given back as status 0.
        String answer = response.getStatus() == 0 ? "no answer" : Integer.toString(response.getStatus());
        log.accept(line(request) + " -> " + answer + " in " + millis + " ms");
    }

    private static String line(ClientRequestContext request) {
        return request.getMethod() + " " + request.getUri();
    }
}

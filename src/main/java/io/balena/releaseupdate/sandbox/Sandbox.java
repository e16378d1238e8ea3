package io.balena.releaseupdate.sandbox;

import io.balena.releaseupdate.sandbox.FaultEffect.Disturbance;
import io.balena.releaseupdate.sandbox.FaultEffect.Done;
import io.balena.releaseupdate.sandbox.FaultEffect.ReleaseChange;
import io.balena.releaseupdate.sandbox.FaultEffect.Repin;
import io.balena.releaseupdate.sandbox.device.Devices;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.BindException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A running stand-in of balenaCloud's API and delta server on 127.0.0.1. Its state is its own: sandboxes are
 * independent.
 */
public final class Sandbox implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final SandboxOptions options;
    private final Tokens tokens;
    private final Devices devices;
    private final ReceivedRequests log = new ReceivedRequests();
    private final ReceivedRequests elsewhereLog = new ReceivedRequests();
    private final HttpServer server;
    private final HttpServer elsewhere;
    private volatile Consumer<SandboxRequest> before = request -> {};
    private volatile Consumer<SandboxRequest> after = request -> {};
    private volatile boolean closed;

    /**
     * Starts a sandbox and returns once it listens. Must not be called on an event loop.
     *
     * @throws IllegalStateException if the port can't be opened
     * @throws IllegalArgumentException if a fault names a release or a service that the world does not have
     */
    public static Sandbox start(Vertx vertx, SandboxOptions options) {
        return new Sandbox(vertx, options);
    }

    private Sandbox(Vertx vertx, SandboxOptions options) {
        options.faults().forEach(fault -> requireKnown(fault, options.world()));
        this.options = options;
        this.tokens = new Tokens(options.clock());
        this.elsewhere = needsElsewhere(options) ? listenElsewhere(vertx) : null;
        FaultResponder disturber =
                new FaultResponder(elsewhere == null ? "" : url(elsewhere).toString());
        FaultPlan faults = new FaultPlan(options.faults());
        CloudActivity cloud = CloudActivity.of(options, faults);
        this.devices = cloud.devices();
        RequestHooks hooks = new RequestHooks(request -> before.accept(request), request -> after.accept(request));
        Dispatcher dispatcher = new Dispatcher(vertx, options, faults, cloud, tokens, disturber, hooks);
        try {
            this.server = listen(vertx, options.port(), request -> receive(request, log, dispatcher::handle));
        } catch (IllegalStateException e) {
            closeElsewhere();
            throw e;
        }
    }

    private static void requireKnown(Fault fault, World world) {
        if (fault.effect() instanceof Repin repin) {
            requireRelease("repin", repin.release(), world);
        }
        if (fault.effect() instanceof ReleaseChange change) {
            requireRelease("release", change.release(), world);
        }
        if (fault.place() == FaultPlace.BUILD
                && !fault.subject().isEmpty()
                && world.ids("service").stream()
                        .noneMatch(id -> fault.subject().equals(world.get("service", id, "service_name")))) {
            throw new IllegalArgumentException(
                    "Invalid fault 'build/" + fault.subject() + "': the sandbox has no service " + fault.subject());
        }
    }

    private static void requireRelease(String place, long release, World world) {
        if (!world.ids("release").contains(release)) {
            throw new IllegalArgumentException("Invalid fault '" + place + "': the sandbox has no release " + release);
        }
    }

    /** The base URL of both the API and the delta server, as in {@code http://127.0.0.1:4321}. */
    public URI url() {
        return url(server);
    }

    /** The API key that it accepts; each sandbox has its own. */
    public String token() {
        return tokens.apiKey();
    }

    /** A session token like that of {@code balena login}; the sandbox accepts it until it expires. */
    public String sessionToken(Instant issuedAt, Instant expiresAt) {
        return tokens.session(issuedAt, expiresAt);
    }

    /** Its content, up to date; may be changed at any time. */
    public World world() {
        devices.settle();
        return options.world();
    }

    /** Its devices. */
    public Devices devices() {
        return devices;
    }

    /**
     * Runs an action right before each following request is executed, on the sandbox's own thread: to inspect the
     * world, or change it like another user.
     */
    public void beforeEach(Consumer<SandboxRequest> action) {
        before = action;
    }

    /** Runs an action right after each request was executed, before the response is sent. */
    public void afterEach(Consumer<SandboxRequest> action) {
        after = action;
    }

    /** All requests received so far, in order. */
    public List<SandboxRequest> requests() {
        return log.requests();
    }

    /** Forgets the requests received so far, and nothing else. */
    public void clearRequests() {
        log.clear();
    }

    /** The greatest number of matching requests that were open at one time. */
    public int mostConcurrent(Predicate<SandboxRequest> matching) {
        return log.mostConcurrent(matching);
    }

    /** The requests that followed a {@code redirect} to the other port; empty if the client follows none. */
    public List<SandboxRequest> redirectedRequests() {
        return elsewhereLog.requests();
    }

    /** Closes all connections and stops listening. */
    @Override
    public void close() {
        closed = true;
        close(server);
        closeElsewhere();
    }

    private void closeElsewhere() {
        if (elsewhere != null) {
            close(elsewhere);
        }
    }

    private static void close(HttpServer server) {
        server.close()
                .toCompletionStage()
                .toCompletableFuture()
                .completeOnTimeout(null, 5, TimeUnit.SECONDS)
                .join();
    }

    private static boolean needsElsewhere(SandboxOptions options) {
        return options.faults().stream()
                .anyMatch(fault -> fault.effect() == Disturbance.REDIRECT
                        || fault.effect() instanceof Done done && done.status() < 400);
    }

    private HttpServer listenElsewhere(Vertx vertx) {
        return listen(
                vertx,
                0,
                request -> receive(request, elsewhereLog, (same, body, entry) -> {
                    entry.responded(200);
                    request.response().end("{\"d\":[]}");
                }));
    }

    private static HttpServer listen(Vertx vertx, int port, Handler<HttpServerRequest> handler) {
        HttpServerOptions options = new HttpServerOptions()
                .setHttp2ClearTextEnabled(false) // as plain as a stand-in can be: one request at a time and connection
                .setMaxInitialLineLength(1 << 20) // the dispatcher refuses long ones, so that they are in the log
                .setMaxHeaderSize(1 << 14);
        Future<HttpServer> listening =
                vertx.createHttpServer(options).requestHandler(handler).listen(port, LOOPBACK);
        try {
            return listening.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            String why = e.getCause() instanceof BindException ? "is in use" : "can't be listened on";
            throw new IllegalStateException(
                    "port " + port + " " + why + "; choose another, or 0 for any", e.getCause());
        }
    }

    private static URI url(HttpServer server) {
        return URI.create("http://" + LOOPBACK + ":" + server.actualPort());
    }

    /** Handles a request once it was received completely. */
    private interface Receiver {
        void receive(HttpServerRequest request, Buffer body, ReceivedRequests.Entry entry);
    }

    private void receive(HttpServerRequest request, ReceivedRequests requests, Receiver receiver) {
        if (closed) {
            // The server may still accept connections while closing existing ones, and clients reconnect immediately.
            request.connection().close();
            return;
        }
        Map<String, String> headers = new TreeMap<>();
        request.headers()
                .forEach((name, value) ->
                        headers.merge(name.toLowerCase(Locale.ROOT), value, (first, next) -> first + ", " + next));
        Clock clock = options.clock();
        Instant now = clock.instant();
        ReceivedRequests.Entry entry = requests.open(request.method().name(), request.uri(), headers, now);
        request.response().putHeader("date", HTTP_DATE.format(now));
        request.response().endHandler(ended -> entry.close());
        request.response().closeHandler(closed -> entry.close());
        // A client that disconnects is not an error.
        request.response().exceptionHandler(gone -> entry.close());
        request.exceptionHandler(gone -> entry.close());
        request.body().onSuccess(body -> {
            entry.received(body.toString());
            receiver.receive(request, body, entry);
        });
    }
}

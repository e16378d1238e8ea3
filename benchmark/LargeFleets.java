import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.balena.releaseupdate.sandbox.Sandbox;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import io.balena.releaseupdate.sandbox.StandardWorld;
import io.balena.releaseupdate.sandbox.World;
import io.vertx.core.Vertx;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The server of the benchmark: balena with fleets of 200, 1,000 and 10,000 pairs of images. It handles delta queries
 * and delta requests itself, as fast as it can, since it shares its processors with the measured process; a sandbox
 * handles everything else. Prints the variables to set, and runs until its standard input ends.
 *
 * <p>{@code /benchmark/set?ready=5000&answer=504&hold=0&api=100} forgets all deltas and sets its behaviour from now on:
 * milliseconds until a delta is ready after its first request (below 0: all exist from the beginning), the response
 * status of a request for one that is not ready, how long such a request is held at most, and the latency of the API.
 * {@code /benchmark/counts} returns the number of requests since then, to the API and for deltas, and the server's
 * processor time.
 */
final class LargeFleets {

    private static final int SERVICES = 20;
    private static final long IMAGES_PER_RELEASE = 100;
    private static final Pattern IMAGES =
            Pattern.compile("(originates_from__image|produces__image) (?:in \\(([0-9,]+)\\)|eq ([0-9]+))");
    private static final Pattern NUMBER = Pattern.compile("[?&](\\w+)=(-?[0-9]+)");

    /** Its behaviour, all times in milliseconds. */
    private record Behavior(long ready, int answer, long hold, long api) {}

    private record Pair(long source, long target) {}

    private final HttpClient toSandbox = HttpClient.newHttpClient();
    private final Map<Pair, Long> requestedAt = new ConcurrentHashMap<>();
    private final AtomicLong queries = new AtomicLong();
    private final AtomicLong deltaRequests = new AtomicLong();
    private final Sandbox sandbox;
    private volatile Behavior behavior = new Behavior(5_000, 504, 0, 0);

    private LargeFleets(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** @param arguments a key store in PKCS 12 form with a certificate for 127.0.0.1, and its password */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxReqHeaderSize", "65536");
        World world = StandardWorld.readme();
        addFleet(world, 1, 500);
        addFleet(world, 2, 50);
        addFleet(world, 3, 10);
        Vertx vertx = Vertx.vertx();
        Sandbox sandbox = Sandbox.start(vertx, SandboxOptions.defaults().withWorld(world));
        var server = new LargeFleets(sandbox);

        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer http = HttpServer.create(anyPort, 1_000);
        server.serve(http);
        HttpsServer https = HttpsServer.create(anyPort, 1_000);
        https.setHttpsConfigurator(new HttpsConfigurator(tls(arguments[0], arguments[1].toCharArray())));
        server.serve(https);
        int distant = Relay.start(https.getAddress().getPort(), 50);

        System.out.println("http=http://127.0.0.1:" + http.getAddress().getPort());
        System.out.println("https=https://127.0.0.1:" + https.getAddress().getPort());
        System.out.println("distant=https://127.0.0.1:" + distant);
        System.out.println("token=" + sandbox.token());
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }

    /**
     * A fleet with a device on each of this many releases, and one more release, {@code number * 10,000}, without any.
     */
    private static void addFleet(World world, long number, int sources) {
        long fleet = 100 + number;
        world.fleet(fleet, "benchmark/" + sources * SERVICES);
        for (int i = 0; i <= sources; i++) {
            long release = number * 10_000 + i;
            world.release(release, fleet, String.format("%040x", 0xabcdef0000000L + release), "success", "1.0." + i, true);
            for (int service = 0; service < SERVICES; service++) {
                long image = (release + 100_000) * IMAGES_PER_RELEASE + service;
                world.image(image, "success", "registry2.example/v2/" + image, "sha256:" + image, 100_000_000L)
                        .contain(release, "service-" + service, image);
            }
            if (i > 0) {
                world.devices(fleet, release, 1, false);
            }
        }
        world.pin(fleet, number * 10_000 + 1);
    }

    private void serve(HttpServer server) {
        server.createContext("/", counted(queries, this::pass));
        server.createContext("/v7/delta", counted(queries, this::deltas));
        server.createContext("/api/v3/delta", counted(deltaRequests, this::delta));
        server.createContext("/benchmark/set", this::set);
        server.createContext("/benchmark/counts", this::counts);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    private static HttpHandler counted(AtomicLong counter, HttpHandler handler) {
        return exchange -> {
            counter.incrementAndGet();
            try {
                handler.handle(exchange);
            } catch (RuntimeException bug) {
                bug.printStackTrace();
                answer(exchange, 500, bug.toString());
            }
        };
    }

    private void deltas(HttpExchange exchange) throws IOException {
        pause(behavior.api());
        Map<String, long[]> images = new HashMap<>();
        Matcher matcher = IMAGES.matcher(
                URLDecoder.decode(exchange.getRequestURI().getRawQuery().replace("+", "%2B"), StandardCharsets.UTF_8));
        while (matcher.find()) {
            String ids = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
            images.put(
                    matcher.group(1),
                    Arrays.stream(ids.split(",")).mapToLong(Long::parseLong).toArray());
        }
        List<String> rows = new ArrayList<>();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        for (long source : images.get("originates_from__image")) {
            for (long target : images.get("produces__image")) {
                Pair pair = new Pair(source, target);
                if (isOfOneService(pair) && isThere(pair)) {
                    rows.add(row(pair, now));
                }
            }
        }
        answer(exchange, 200, "{\"d\":[" + String.join(",", rows) + "]}");
    }

    private static boolean isOfOneService(Pair pair) {
        return pair.source % IMAGES_PER_RELEASE == pair.target % IMAGES_PER_RELEASE;
    }

    private boolean isThere(Pair pair) {
        return behavior.ready() < 0 || requestedAt.containsKey(pair);
    }

    private boolean isReady(Pair pair) {
        Long start = requestedAt.get(pair);
        return behavior.ready() < 0 || start != null && millis() - start >= behavior.ready();
    }

    private String row(Pair pair, Instant now) {
        boolean isReady = isReady(pair);
        return "{\"id\":" + pair.source + ",\"status\":\"" + (isReady ? "success" : "running")
                + "\",\"version\":3,\"is_stored_at__location\":"
                + (isReady ? "\"registry2.example/v2/" + pair.target + ":delta-" + pair.source + '"' : "null")
                + ",\"size\":" + (isReady ? "\"1234567\"" : "null") + ",\"error_message\":null,\"update_timestamp\":\""
                + now + "\",\"originates_from__image\":{\"__id\":" + pair.source
                + "},\"produces__image\":{\"__id\":" + pair.target + "}}";
    }

    private void delta(HttpExchange exchange) throws IOException {
        Map<String, Long> images = numbers(exchange);
        Pair pair = new Pair(images.get("src"), images.get("dest"));
        Behavior now = behavior;
        long start = requestedAt.computeIfAbsent(pair, first -> millis());
        pause(Math.min(now.hold(), start + now.ready() - millis()));
        answer(exchange, isReady(pair) ? 200 : now.answer(), "{\"success\":false}");
    }

    private void pass(HttpExchange exchange) throws IOException {
        pause(behavior.api());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(sandbox.url() + exchange.getRequestURI()
                .toString()));
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        request.method(
                exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        try {
            HttpResponse<String> response = toSandbox.send(request.build(), HttpResponse.BodyHandlers.ofString());
            answer(exchange, response.statusCode(), response.body());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void set(HttpExchange exchange) throws IOException {
        Map<String, Long> values = numbers(exchange);
        behavior = new Behavior(
                values.getOrDefault("ready", 5_000L),
                values.getOrDefault("answer", 504L).intValue(),
                values.getOrDefault("hold", 0L),
                values.getOrDefault("api", 0L));
        requestedAt.clear();
        queries.set(0);
        deltaRequests.set(0);
        answer(exchange, 200, behavior + "\n");
    }

    private void counts(HttpExchange exchange) throws IOException {
        var machine = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        answer(exchange, 200, queries + " " + deltaRequests + " " + machine.getProcessCpuTime() / 1_000_000 + "\n");
    }

    private static Map<String, Long> numbers(HttpExchange exchange) {
        Map<String, Long> numbers = new HashMap<>();
        Matcher matcher = NUMBER.matcher("?" + exchange.getRequestURI().getRawQuery());
        while (matcher.find()) {
            numbers.put(matcher.group(1), Long.valueOf(matcher.group(2)));
        }
        return numbers;
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static long millis() {
        return System.nanoTime() / 1_000_000;
    }

    private static void pause(long millis) {
        if (millis > 0) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static SSLContext tls(String file, char[] password) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = new FileInputStream(file)) {
            keys.load(in, password);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** A relay to a port that adds latency in each direction. */
    private static final class Relay {

        private record Piece(byte[] bytes, long due) {}

        /** @return the port of the relay */
        static int start(int port, long millis) throws IOException {
            ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
            run(() -> {
                while (true) {
                    Socket near = server.accept();
                    Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
                    near.setTcpNoDelay(true);
                    far.setTcpNoDelay(true);
                    pump(near, far, millis);
                    pump(far, near, millis);
                }
            });
            return server.getLocalPort();
        }

        private static void pump(Socket from, Socket to, long millis) {
            BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
            run(() -> {
                byte[] buffer = new byte[64 * 1024];
                int length = 0;
                while (length >= 0) {
                    try {
                        length = from.getInputStream().read(buffer);
                    } catch (IOException e) {
                        length = -1;
                    }
                    byte[] bytes = length < 0 ? null : Arrays.copyOf(buffer, length);
                    pieces.add(new Piece(bytes, System.nanoTime() + millis * 1_000_000));
                }
            });
            run(() -> {
                try (to) {
                    for (Piece piece = pieces.take(); piece.bytes != null; piece = pieces.take()) {
                        pause((piece.due - System.nanoTime()) / 1_000_000);
                        to.getOutputStream().write(piece.bytes);
                    }
                }
            });
        }

        private interface Task {
            void run() throws Exception;
        }

        private static void run(Task task) {
            Thread thread = new Thread(() -> {
                try {
                    task.run();
                } catch (Exception e) {
                    // One of the ends has disconnected.
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
    }
}

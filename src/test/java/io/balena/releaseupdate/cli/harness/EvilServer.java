package io.balena.releaseupdate.cli.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A server that answers as a test wants it to. */
public final class EvilServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private final Set<String> headers = ConcurrentHashMap.newKeySet();
    private final Map<String, Function<String, Response>> answers;

    /**
     * @param endless whether the body is sent again and again
     */
    public record Response(int status, Map<String, String> headers, String body, boolean endless) {
        public static Response json(String body) {
            return new Response(200, Map.of("Content-Type", "application/json"), body, false);
        }

        public static Response of(int status, String body) {
            return new Response(status, Map.of(), body, false);
        }
    }

    private EvilServer(Map<String, Function<String, Response>> answers) throws IOException {
        this.answers = answers;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** @param answers by path; they are told the token */
    public static EvilServer start(Map<String, Function<String, Response>> answers) throws IOException {
        return new EvilServer(answers);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The paths that were asked. */
    public List<String> paths() {
        return paths;
    }

    /** The names of the headers that came, in lower case. */
    public Set<String> headers() {
        return headers;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        paths.add(path);
        exchange.getRequestHeaders().keySet().forEach(name -> headers.add(name.toLowerCase(Locale.ROOT)));
        String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                .replace("Bearer ", "");
        Response answer =
                answers.getOrDefault(path, any -> Response.of(404, "")).apply(token);
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), answer.endless() ? 0 : body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            do {
                out.write(body);
            } while (answer.endless());
        } catch (IOException e) {
            // The client had enough.
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

package io.balena.releaseupdate.cli.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Has the two releases of {@link #SHOP} and no delta, and answers byte by byte as a test says, with or without TLS. A
 * connection takes one request.
 */
public final class ScriptedServer implements AutoCloseable {

    public static final List<String> SHOP = List.of("--from-release", "1900102", "--to-release", "1900106");

    private final ServerSocket door;
    private final Socket sameOfOtherFamily;
    private final Optional<SSLContext> tls;
    private final Script script;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "scripted-server");
        thread.setDaemon(true);
        return thread;
    });

    /** What is sent. */
    public interface Script {
        /** @param number of the request, from 1 */
        void answer(int number, Exchange exchange) throws IOException, InterruptedException;
    }

    /** One request that came, and the way back. */
    public record Exchange(String head, Socket socket, CountDownLatch end) {

        public String path() {
            return head.split(" ")[1].replaceAll("\\?.*", "");
        }

        public void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        public void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** The same as a proxy of plain HTTP, which is told the whole URL. */
        public void sendGoodOf(String server) throws IOException {
            new Exchange(head.replace(server, ""), socket, end).sendGood();
        }

        /** A good answer, whole. */
        public void sendGood() throws IOException {
            sendBody(good());
        }

        /** A good answer with this body. */
        public void sendBody(String body) throws IOException {
            send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        }

        /** The body of a good answer. */
        public String good() {
            return path().equals("/v7/release") ? releases() : "{\"d\": []}";
        }

        /** Says that no more will come, and keeps the connection open. */
        public void endTls() throws IOException {
            ((SSLSocket) socket).shutdownOutput();
        }

        /** Keeps the connection open, and sends nothing. */
        public void keepSilent() throws InterruptedException {
            end.await();
        }
    }

    private ScriptedServer(ServerSocket door, Socket sameOfOtherFamily, Optional<SSLContext> tls, Script script) {
        this.door = door;
        this.sameOfOtherFamily = sameOfOtherFamily;
        this.tls = tls;
        this.script = script;
    }

    public static ScriptedServer start(Script script) throws IOException {
        return start("127.0.0.1", Optional.empty(), script);
    }

    /** @param address of this machine, where it listens */
    public static ScriptedServer start(String address, Optional<SSLContext> tls, Script script) throws IOException {
        while (true) {
            ServerSocket door = new ServerSocket(0, 50, InetAddress.getByName(address));
            Socket other = new Socket();
            if (reserve(other, address.contains(":") ? "127.0.0.1" : "::1", door.getLocalPort())) {
                ScriptedServer server = new ScriptedServer(door, other, tls, script);
                server.threads.execute(server::accept);
                return server;
            }
            door.close();
        }
    }

    /**
     * Bound and not listening: a client of localhost, which tries both families, is refused there, and answered by no
     * other server.
     *
     * @return whether no other server can be there
     */
    private static boolean reserve(Socket socket, String address, int port) throws IOException {
        try {
            socket.bind(new InetSocketAddress(address, port));
            return true;
        } catch (BindException e) {
            // This machine may lack the family.
            return NetworkInterface.getByInetAddress(InetAddress.getByName(address)) == null;
        }
    }

    public int port() {
        return door.getLocalPort();
    }

    /** @param host a name or an address, as it stands in a URL */
    public String url(String host) {
        return (tls.isPresent() ? "https://" : "http://") + host + ":" + port();
    }

    /** The requests that came, each from its first line to its last header. */
    public List<String> requests() {
        return requests;
    }

    public static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        return packed.toByteArray();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket client) {
        try (client) {
            Socket socket = tls.isPresent() ? secured(client) : client;
            String head = head(socket.getInputStream());
            int number;
            synchronized (this) {
                requests.add(head);
                number = requests.size();
            }
            script.answer(number, new Exchange(head, socket, end));
        } catch (IOException | InterruptedException e) {
            // The client went away, or the test is over.
        }
    }

    /** A layer of its own, whose end is not the connection's. */
    private SSLSocket secured(Socket client) throws IOException {
        return (SSLSocket) tls.get().getSocketFactory().createSocket(client, null, false);
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("No request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static String releases() {
        String release = """
                {"id": %d, "commit": "%s", "status": "success", "raw_version": "1.0.0",
                 "belongs_to__application": [{"id": 1, "slug": "acme/shop"}],
                 "release_image": [{"id": 1, "image": [{"id": %d, "status": "success", "image_size": "1000",
                   "is_stored_at__image_location": "registry/v2/%d", "content_hash": "%d",
                   "is_a_build_of__service": [{"id": 1, "service_name": "web"}]}]}]}
                """;
        return "{\"d\": [" + release.formatted(1900102, "a".repeat(40), 11, 11, 11) + ","
                + release.formatted(1900106, "b".repeat(40), 12, 12, 12) + "]}";
    }

    @Override
    public void close() throws IOException {
        end.countDown();
        door.close();
        sameOfOtherFamily.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }
}

package io.balena.releaseupdate.cli.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers whatever comes with the same bytes, which need not be HTTP, and closes the connection. */
public final class RawServer implements AutoCloseable {

    private final ServerSocket door;
    private final byte[] answer;
    private final AtomicInteger connections = new AtomicInteger();

    private RawServer(ServerSocket door, byte[] answer) {
        this.door = door;
        this.answer = answer;
    }

    public static RawServer start(byte[] answer) throws IOException {
        RawServer server = new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answer);
        Thread thread = new Thread(server::serve, "raw-server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    /** Host and port. */
    public String address() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    /** How many connections were made. */
    public int connections() {
        return connections.get();
    }

    private void serve() {
        while (!door.isClosed()) {
            try (Socket client = door.accept();
                    OutputStream out = client.getOutputStream()) {
                connections.incrementAndGet();
                boolean hasAsked = client.getInputStream().read(new byte[64 * 1024]) > 0;
                if (hasAsked) {
                    out.write(answer);
                }
            } catch (IOException e) {
                // Closed, or the client went away.
            }
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}

package io.balena.releaseupdate.cli.network;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * Puts TLS in front of a server, on all addresses of this machine, and counts who comes. Requests have no bodies, and
 * are passed on with the name that the server has for itself.
 */
public final class TlsFront implements AutoCloseable {

    private final SSLServerSocket door;
    private final URI behind;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<String> protocols = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "tls-front");
        thread.setDaemon(true);
        return thread;
    });

    private TlsFront(SSLServerSocket door, URI behind) {
        this.door = door;
        this.behind = behind;
    }

    /** @param protocols that it speaks; all where none is given */
    public static TlsFront start(SSLContext tls, URI behind, String... protocols) throws IOException {
        SSLServerSocket door = (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(0);
        if (protocols.length > 0) {
            door.setEnabledProtocols(protocols);
        }
        TlsFront front = new TlsFront(door, behind);
        front.threads.execute(front::accept);
        return front;
    }

    /** One that lets nobody in who shows no certificate, as haproxy does with "verify required". */
    static TlsFront startForClientsWithCertificate(SSLContext tls, URI behind, String protocol) throws IOException {
        TlsFront front =
                new TlsFront((SSLServerSocket) tls.getServerSocketFactory().createServerSocket(0), behind);
        front.door.setEnabledProtocols(new String[] {protocol});
        front.door.setNeedClientAuth(true);
        front.threads.execute(front::accept);
        return front;
    }

    public int port() {
        return door.getLocalPort();
    }

    /** How many connections were made, whatever became of them. */
    public int connections() {
        return connections.get();
    }

    /** The versions of TLS that were agreed on, one for each connection where one was. */
    List<String> protocols() {
        return protocols;
    }

    private void accept() {
        try {
            while (true) {
                SSLSocket client = (SSLSocket) door.accept();
                connections.incrementAndGet();
                open.add(client);
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(SSLSocket client) {
        try (client;
                Socket server = new Socket(behind.getHost(), behind.getPort())) {
            client.startHandshake();
            protocols.add(client.getSession().getProtocol());
            open.add(server);
            threads.execute(() -> passOn(client, server));
            try (OutputStream out = client.getOutputStream()) {
                server.getInputStream().transferTo(out);
            }
        } catch (IOException e) {
            // Either side went away, or the client does not trust this one.
        }
    }

    private void passOn(Socket client, Socket server) {
        try (BufferedReader lines = new BufferedReader(
                        new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
                OutputStream out = server.getOutputStream()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                boolean isHost = line.regionMatches(true, 0, "Host:", 0, 5);
                String passed = isHost ? "Host: " + behind.getRawAuthority() : line;
                out.write((passed + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            // Either side went away.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }
}

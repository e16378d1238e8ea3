package io.balena.releaseupdate.cli.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.TestAuthority;
import io.balena.releaseupdate.cli.harness.CommandProcess;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.Executable;
import io.balena.releaseupdate.cli.harness.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shipped, as a process, with servers that answer in their own ways. */
@Tag(Executable.TAG)
class TransportIT {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    private static TestAuthority authority;
    private static SSLContext certificate;

    @TempDir
    Path home;

    @BeforeAll
    static void createCertificate() throws Exception {
        authority = TestAuthority.create("Test authority");
        certificate = authority.server("localhost", "127.0.0.1", "::1", "api_1.balena.test");
    }

    // Answers that stop: nginx whose upstream hangs, behind and without TLS

    @Test
    void anAnswerThatStopsAfterItsHeadOrHalfwayIsRequestedAgain() throws Exception {
        ScriptedServer.Script stops = (number, exchange) -> {
            if (number == 1) {
                exchange.send(HEAD + "Content-Length: 1000\r\n\r\n");
                exchange.keepSilent();
            } else if (number == 2) {
                exchange.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"d\":\r\n");
                exchange.keepSilent();
            }
            exchange.sendGood();
        };
        try (ScriptedServer plain = ScriptedServer.start(stops);
                ScriptedServer secure = ScriptedServer.start("127.0.0.1", Optional.of(certificate), stops)) {
            CommandProcess first = start(plain.url("127.0.0.1"));
            CommandProcess second = start(secure.url("127.0.0.1"), "--ca-cert", caCert());

            for (CommandProcess command : List.of(first, second)) {
                Ended end = command.end();
                assertEquals(0, end.exitCode(), end.stderr());
            }
            assertEquals(4, plain.requests().size());
            assertEquals(4, secure.requests().size());
        }
    }

    // Ends of TLS: openssl s_server -www

    @Test
    void aBodyEndsWithTls() throws Exception {
        try (ScriptedServer server = ScriptedServer.start("127.0.0.1", Optional.of(certificate), (number, exchange) -> {
            exchange.send("HTTP/1.0 200 ok\r\nContent-type: text/html\r\n\r\n" + exchange.good());
            exchange.endTls();
            exchange.keepSilent();
        })) {
            Ended end = run(server.url("127.0.0.1"), "--ca-cert", caCert());

            assertEquals(0, end.exitCode(), end.stderr());
            assertEquals(2, server.requests().size());
        }
    }

    @Test
    void halfABodyThatEndsWithTlsIsRequestedAgain() throws Exception {
        try (ScriptedServer server = ScriptedServer.start("127.0.0.1", Optional.of(certificate), (number, exchange) -> {
            if (number == 1) {
                exchange.send(HEAD + "Content-Length: 1000\r\n\r\n{\"d\":");
                exchange.endTls();
                exchange.keepSilent();
            }
            exchange.sendGood();
        })) {
            Ended end = run(server.url("127.0.0.1"), "--ca-cert", caCert());

            assertEquals(0, end.exitCode(), end.stderr());
            assertEquals(3, server.requests().size());
        }
    }

    // Addresses

    @ParameterizedTest
    @CsvSource({
        "[::1]    , ::1      , false",
        "[::1]    , ::1      , true",
        "localhost, ::1      , false",
        "localhost, ::1      , true",
        "localhost, 127.0.0.1, false",
    })
    void eachAddressOfThisMachineIsReached(String host, String address, boolean isSecure) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(
                address, Optional.of(certificate).filter(tls -> isSecure), (number, exchange) -> exchange.sendGood())) {
            Ended end = run(server.url(host), "--ca-cert", caCert());

            assertEquals(0, end.exitCode(), end.stderr());
            assertEquals("", end.stderr());
            assertTrue(
                    server.requests().get(0).contains("\r\nhost: " + host + ":" + server.port() + "\r\n"),
                    server.requests().get(0));
        }
    }

    @Test
    void aProxyIsReachedAtEachOfItsAddresses() throws Exception {
        try (ScriptedServer proxy = ScriptedServer.start(
                "::1", Optional.empty(), (number, exchange) -> exchange.sendGoodOf("http://api.balena.test"))) {
            for (String host : List.of("[::1]", "localhost")) {
                Map<String, String> variables = variables("http://api.balena.test");
                variables.put("HTTP_PROXY", proxy.url(host));

                Ended end = run(variables, "--allow-http");

                assertEquals(0, end.exitCode(), end.stderr());
            }
            assertEquals(4, proxy.requests().size());
        }
    }

    // Names

    /** Of containers: Compose makes names of servers and proxies with underscores. */
    @ParameterizedTest
    @CsvSource({
        "http://balena_api     , GET http://balena_api/v7/release?",
        "http://balena_api:8080, GET http://balena_api:8080/v7/release?",
    })
    void aNameMayHaveAnUnderscore(String url, String request) throws Exception {
        try (ScriptedServer proxy = ScriptedServer.start((number, exchange) -> exchange.sendGoodOf(url))) {
            Map<String, String> variables = variables(url);
            variables.put("HTTP_PROXY", proxy.url("127.0.0.1"));

            Ended end = run(variables, "--allow-http");

            assertEquals(0, end.exitCode(), end.stderr());
            assertTrue(
                    proxy.requests().get(0).startsWith(request),
                    proxy.requests().get(0));
            String host = url.replace("http://", "");
            assertTrue(
                    proxy.requests().get(0).contains("\r\nhost: " + host + "\r\n"),
                    proxy.requests().get(0));
        }
    }

    @ParameterizedTest
    @CsvSource({"api_1.balena.test, 0", "api_2.balena.test, 7"})
    void theCertificateIsForTheNameWithItsUnderscore(String host, int exitCode) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(
                        "127.0.0.1", Optional.of(certificate), (number, exchange) -> exchange.sendGood());
                ForwardProxy proxy = ForwardProxy.start(Map.of(host, server.port()))) {
            Map<String, String> variables = variables("https://" + host + ":8443");
            variables.put("HTTPS_PROXY", proxy.url());

            Ended end = run(variables, "--ca-cert", caCert());

            assertEquals(exitCode, end.exitCode(), end.stderr());
            assertEquals("CONNECT " + host + ":8443", proxy.requests().get(0));
            assertEquals(exitCode == 0 ? 2 : 0, server.requests().size());
        }
    }

    // Headers: nginx with large_client_header_buffers, proxies that add cookies

    @Test
    void headersOf60KilobytesAreRead() throws Exception {
        try (ScriptedServer server = ScriptedServer.start((number, exchange) -> {
            String body = exchange.good();
            exchange.send(HEAD + "X-Long: " + "x".repeat(60_000) + "\r\nContent-Length: " + body.length() + "\r\n\r\n"
                    + body);
        })) {
            Ended end = run(server.url("127.0.0.1"));

            assertEquals(0, end.exitCode(), end.stderr());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"one header", "many headers", "first line"})
    void moreIsNamedAndNotTriedAgain(String where) throws Exception {
        String head =
                switch (where) {
                    case "one header" -> HEAD + "X-Long: " + "x".repeat(70_000) + "\r\n";
                    case "many headers" -> HEAD + ("X-Long: " + "x".repeat(1_000) + "\r\n").repeat(70);
                    default -> "HTTP/1.1 200 " + "x".repeat(70_000) + "\r\n";
                };
        try (ScriptedServer server =
                ScriptedServer.start((number, exchange) -> exchange.send(head + "Content-Length: 0\r\n\r\n"))) {
            Ended end = run(server.url("127.0.0.1"));

            assertEquals(7, end.exitCode(), end.stderr());
            assertTrue(end.stderr().contains("response headers larger than 64 kB"), end.stderr());
            assertEquals(1, end.stderr().lines().count(), end.stderr());
            assertEquals(1, server.requests().size());
        }
    }

    // Compression

    @Test
    void answersMayBePacked() throws Exception {
        try (ScriptedServer server = ScriptedServer.start((number, exchange) ->
                sendPacked(exchange, ScriptedServer.gzip(exchange.good().getBytes(StandardCharsets.UTF_8))))) {
            Ended end = run(server.url("127.0.0.1"));

            assertEquals(0, end.exitCode(), end.stderr());
            assertTrue(
                    server.requests().get(0).contains("\r\nAccept-Encoding: gzip\r\n"),
                    server.requests().get(0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no gzip", "cut off", "wrong in the middle", "wrong at the end"})
    void aBodyThatIsNoGzipIsNamed(String fault) throws Exception {
        try (ScriptedServer server = ScriptedServer.start((number, exchange) -> {
            byte[] packed = ScriptedServer.gzip(exchange.good().getBytes(StandardCharsets.UTF_8));
            switch (fault) {
                case "no gzip" -> packed = exchange.good().getBytes(StandardCharsets.UTF_8);
                case "cut off" -> packed = Arrays.copyOf(packed, packed.length / 2);
                case "wrong in the middle" -> packed[packed.length / 2] ^= 0x55;
                default -> packed[packed.length - 6] ^= 0x55;
            }
            sendPacked(exchange, packed);
        })) {
            Ended end = run(server.url("127.0.0.1"));

            assertEquals(7, end.exitCode(), end.stderr());
            assertTrue(end.stderr().contains("with a body that is not the gzip that it is said to be"), end.stderr());
            assertEquals(1, server.requests().size());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200 OK       , a body that is larger than 64 MiB",
        "400 Bad      , HTTP 400",
    })
    void aSmallBodyThatUnpacksToMuchEndsTheCommand(String status, String message) throws Exception {
        byte[] bomb = bomb();
        try (ScriptedServer server = ScriptedServer.start((number, exchange) -> {
            exchange.send("HTTP/1.1 " + status.strip() + "\r\nContent-Encoding: gzip\r\nContent-Length: " + bomb.length
                    + "\r\n\r\n");
            exchange.send(bomb);
        })) {
            Ended end = run(server.url("127.0.0.1"));

            assertEquals(7, end.exitCode(), end.stderr());
            assertTrue(end.stderr().contains(message), end.stderr());
            assertEquals(1, server.requests().size());
            assertTrue(end.peakMemory() < 600L * 1024 * 1024, end.peakMemory() + " bytes");
        }
    }

    /** Ten mebibytes that unpack to ten gibibytes. */
    private static byte[] bomb() throws IOException {
        byte[] block = new byte[1024 * 1024];
        Arrays.fill(block, (byte) ' ');
        ByteArrayOutputStream packedBlock = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packedBlock) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(block);
        }
        // Members of a gzip may follow one another.
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (int i = 0; i < 10 * 1024; i++) {
            packed.write(packedBlock.toByteArray());
        }
        assertTrue(packed.size() < 16 * 1024 * 1024, "it is small: " + packed.size());
        assertFalse(packed.size() < 1024 * 1024, "and not nothing: " + packed.size());
        return packed.toByteArray();
    }

    private static void sendPacked(ScriptedServer.Exchange exchange, byte[] packed) throws IOException {
        exchange.send(HEAD + "Content-Encoding: gzip\r\nContent-Length: " + packed.length + "\r\n\r\n");
        exchange.send(packed);
    }

    private Ended run(String url, String... arguments) throws Exception {
        return start(url, arguments).end();
    }

    private Ended run(Map<String, String> variables, String... arguments) throws Exception {
        return start(variables, arguments).end();
    }

    private CommandProcess start(String url, String... arguments) throws IOException {
        return start(variables(url), arguments);
    }

    private CommandProcess start(Map<String, String> variables, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(ScriptedServer.SHOP);
        all.addAll(List.of(arguments));
        return CommandProcess.start(home, variables, all);
    }

    private static Map<String, String> variables(String url) {
        return new HashMap<>(
                Map.of("BALENARC_API_URL", url, "BALENARC_DELTA_URL", url, "BALENA_API_KEY", "s3cret-of-a-test"));
    }

    private String caCert() throws IOException {
        return authority.writePem(home.resolve("authority.pem")).toString();
    }
}

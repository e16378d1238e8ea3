package io.balena.releaseupdate.cli.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.TestAuthority;
import io.balena.releaseupdate.cli.harness.CommandProcess;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.EvilServer;
import io.balena.releaseupdate.cli.harness.Executable;
import io.balena.releaseupdate.cli.harness.RawServer;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the shipped command trusts, and what it says about servers and proxies that it does not. */
@Tag(Executable.TAG)
class TrustIT {

    private static final String SECRET = "sEcrEt0123456789abcdefghijklmnop";
    private static final String API = "api.balena.test";
    private static final String DELTA = "delta.balena.test";
    /** This machine, by an address that does not count as loopback. */
    private static final String HERE = "0.0.0.0";

    private static TestAuthority authority;
    private static SSLContext certificate;

    @TempDir
    Path home;

    @BeforeAll
    static void createCertificate() throws Exception {
        authority = TestAuthority.create("Test authority");
        certificate = authority.server(API, DELTA, HERE);
    }

    @ParameterizedTest
    @CsvSource({"true, 0", "false, 7"})
    void theAuthoritiesOfTheMachinesFoldersCount(boolean isThere, int exitCode) throws Exception {
        Path folder = Files.createDirectory(home.resolve("certs"));
        (isThere ? authority : TestAuthority.create("Other")).writePem(folder.resolve("5ad8a5d6.0"));
        try (TestSandbox sandbox = TestSandbox.start();
                TlsFront front = TlsFront.start(certificate, sandbox.sandbox.url())) {
            Map<String, String> variables = here(front.port(), sandbox.sandbox.token());
            variables.put("SSL_CERT_DIR", folder.toString());

            Ended end = run(variables);

            assertEquals(exitCode, end.exitCode(), end.stderr());
            assertEquals(
                    7, run(variables, "--ca-cert-only", "--ca-cert", other()).exitCode());
        }
    }

    @ParameterizedTest
    @CsvSource({"balena.test, 0", "example.org, 7"})
    void theNameConstraintsOfAnAuthorityAreApplied(String domain, int exitCode) throws Exception {
        TestAuthority constrained = TestAuthority.createFor("Constrained", domain);
        try (TestSandbox sandbox = TestSandbox.start();
                TlsFront front = TlsFront.start(constrained.server(API, DELTA), sandbox.sandbox.url());
                ForwardProxy proxy = ForwardProxy.start(Map.of(API, front.port()))) {
            Map<String, String> variables = new HashMap<>(Map.of(
                    "BALENARC_API_URL",
                    "https://" + API,
                    "BALENARC_DELTA_URL",
                    "https://" + DELTA,
                    "BALENA_API_KEY",
                    sandbox.sandbox.token(),
                    "HTTPS_PROXY",
                    proxy.url()));
            String file = constrained.writePem(home.resolve("ca.pem")).toString();

            Ended end = run(variables, "--ca-cert", file);

            assertEquals(exitCode, end.exitCode(), end.stderr());
            assertEquals(exitCode != 0, end.stderr().contains("name constraints"), end.stderr());
        }
    }

    @Test
    void theHostsOfAWrongCertificateAreNamed() throws Exception {
        try (TestSandbox sandbox = TestSandbox.start();
                TlsFront front = TlsFront.start(authority.server("a.example", "b.example"), sandbox.sandbox.url())) {
            Ended end = run(here(front.port(), SECRET), "--ca-cert", ca());
            assertEquals(7, end.exitCode(), end.stderr());
            assertTrue(end.stderr().contains("for another host (a.example, b.example)"), end.stderr());
        }
    }

    /** nginx and haproxy with plain http, sshd and postfix. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nContent-Length: 2000\r\n\r\n",
                "HTTP/1.0 302 Found\r\nLocation: https://login.example\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n",
                "220 mail.example ESMTP Postfix\r\n"
            })
    void whatDoesNotSpeakTlsIsNamedAsThat(String answer) throws Exception {
        try (RawServer server = RawServer.start((answer + "x".repeat(2_000)).getBytes(StandardCharsets.US_ASCII))) {
            String url = "https://" + server.address();
            Ended end = run(Map.of("BALENARC_API_URL", url, "BALENARC_DELTA_URL", url, "BALENA_API_KEY", SECRET));

            assertEquals(7, end.exitCode(), end.stderr());
            assertTrue(
                    end.stderr().contains("it did not answer with TLS; is it an http port, or a login page?"),
                    end.stderr());
            assertEquals(1, end.stderr().lines().count(), end.stderr());
            assertTrue(end.stderr().length() < 300, end.stderr());
            assertEquals(1, server.connections(), "it is not tried again");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aServerThatWantsAClientCertificateIsNotTriedAgain(String protocol) throws Exception {
        try (TestSandbox sandbox = TestSandbox.start();
                TlsFront front =
                        TlsFront.startForClientsWithCertificate(certificate, sandbox.sandbox.url(), protocol)) {
            Ended end = run(here(front.port(), SECRET), "--ca-cert", ca());

            assertEquals(7, end.exitCode(), end.stderr());
            assertTrue(end.stderr().contains("wants a client certificate"), end.stderr());
            assertEquals(1, front.connections());
        }
    }

    /** As tinyproxy 1.11.1 refuses a wrong login, squid 5.7 a host and a server that it can't reach. */
    @ParameterizedTest
    @CsvSource({
        "401 Unauthorized, Server: tinyproxy/1.11.1           , user name and a password",
        "403 Forbidden   , X-Squid-Error: ERR_ACCESS_DENIED 0 , HTTP 403",
        "501 No          , Server: squid/5.7                  , HTTP 501",
    })
    void aProxysRefusalOfPlainHttpSaysNothingAboutTheToken(String status, String header, String words)
            throws Exception {
        String answer = "HTTP/1.1 " + status + "\r\n" + header + "\r\nContent-Length: 2\r\n\r\nno";
        try (RawServer proxy = RawServer.start(answer.getBytes(StandardCharsets.US_ASCII))) {
            Ended end = run(
                    Map.of(
                            "BALENARC_API_URL", "http://" + API,
                            "BALENARC_DELTA_URL", "http://" + DELTA,
                            "BALENA_API_KEY", SECRET,
                            "HTTP_PROXY", "http://" + proxy.address()),
                    "--allow-http");

            assertEquals(7, end.exitCode(), end.stderr());
            assertTrue(end.stderr().contains("through the proxy " + proxy.address()), end.stderr());
            assertTrue(end.stderr().contains(words), end.stderr());
            assertFalse(end.stderr().contains("token"), end.stderr());
            assertEquals(1, proxy.connections(), "nobody asks whose the token is");
        }
    }

    @Test
    void whereARedirectLeadsIsSaid() throws Exception {
        EvilServer.Response redirect = new EvilServer.Response(
                302, Map.of("Location", "https://login.example.com/sso?token=" + SECRET), "", false);
        try (EvilServer evil = EvilServer.start(Map.of("/v7/release", token -> redirect))) {
            String url = evil.url().toString();
            Ended end = run(Map.of("BALENARC_API_URL", url, "BALENARC_DELTA_URL", url, "BALENA_API_KEY", SECRET));

            assertEquals(7, end.exitCode(), end.stderr());
            assertTrue(end.stderr().contains("a redirect to 'login.example.com/sso'"), end.stderr());
        }
    }

    @Test
    void aProxysRefusalCountsBeforeItsPageIsThere() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> refuseEndlessly(proxy), "endless-refusal");
            thread.setDaemon(true);
            thread.start();
            Ended end = run(Map.of(
                    "BALENARC_API_URL", "https://" + API,
                    "BALENARC_DELTA_URL", "https://" + DELTA,
                    "BALENA_API_KEY", SECRET,
                    "HTTPS_PROXY", "http://127.0.0.1:" + proxy.getLocalPort()));

            assertEquals(7, end.exitCode(), end.stderr());
            assertTrue(end.stderr().contains("HTTP 403"), end.stderr());
        }
    }

    private static void refuseEndlessly(ServerSocket proxy) {
        try (Socket client = proxy.accept();
                OutputStream out = client.getOutputStream()) {
            out.write("HTTP/1.1 403 Forbidden\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(new byte[1024]);
            }
        } catch (IOException e) {
            // The client went away.
        }
    }

    @Test
    void exceptionsFromAProxyThatMeanNothingAreNamedOnce() throws Exception {
        try (RawServer proxy = RawServer.start(
                "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII))) {
            Ended end = run(Map.of(
                    "BALENARC_API_URL", "https://" + API,
                    "BALENARC_DELTA_URL", "https://" + DELTA,
                    "BALENA_API_KEY", SECRET,
                    "NO_PROXY", "https://" + API,
                    "HTTPS_PROXY", "http://" + proxy.address()));

            assertEquals(7, end.exitCode(), end.stderr());
            assertEquals(2, end.stderr().split("https://" + API, -1).length - 1, end.stderr());
            assertTrue(end.stderr().startsWith("WARNING: The entry https://" + API + " (from NO_PROXY)"), end.stderr());
        }
    }

    private Ended run(Map<String, String> variables, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("--from-release", "1900102", "--to-release", "1900106"));
        all.addAll(List.of(arguments));
        return CommandProcess.run(home, variables, all);
    }

    private String ca() throws Exception {
        return authority.writePem(home.resolve("authority.pem")).toString();
    }

    private String other() throws Exception {
        return TestAuthority.create("Other").writePem(home.resolve("other.pem")).toString();
    }

    private static Map<String, String> here(int port, String token) {
        String url = "https://" + HERE + ":" + port;
        return new HashMap<>(Map.of("BALENARC_API_URL", url, "BALENARC_DELTA_URL", url, "BALENA_API_KEY", token));
    }
}

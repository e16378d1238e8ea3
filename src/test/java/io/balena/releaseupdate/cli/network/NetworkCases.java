package io.balena.releaseupdate.cli.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.TestAuthority;
import io.balena.releaseupdate.cli.harness.CommandUnderTest;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.EvilServer;
import io.balena.releaseupdate.cli.harness.RawServer;
import io.balena.releaseupdate.cli.harness.SideBySide;
import io.balena.releaseupdate.cli.harness.TestSandbox;
import io.balena.releaseupdate.sandbox.SandboxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command in difficult networks. */
abstract class NetworkCases {

    private static final List<String> SHOP = List.of("--from-release", "1900102", "--to-release", "1900106");
    private static final String API = "api.balena.test";
    private static final String DELTA = "delta.balena.test";
    /** This machine, by an address that does not count as loopback: proxies are used for it. */
    private static final String HERE = "0.0.0.0";

    private static TestAuthority authority;
    private static SSLContext certificate;

    private final CommandUnderTest command = CommandUnderTest.hurried();

    @TempDir
    static Path homes;

    @TempDir
    Path home;

    @BeforeAll
    static void createCertificate() throws Exception {
        authority = TestAuthority.create("Test authority");
        certificate = authority.server(API, DELTA, HERE);
    }

    // Proxies

    @Test
    void aProxyWithALoginIsTheOnlyWay() throws Exception {
        try (TestSandbox sandbox = TestSandbox.start(quick());
                TlsFront front = TlsFront.start(certificate, sandbox.sandbox.url());
                ForwardProxy proxy = ForwardProxy.startWithLogin(Map.of(API, front.port(), DELTA, front.port()))) {
            Map<String, String> variables = behindProxy(sandbox);
            variables.put("HTTPS_PROXY", proxy.urlWithLogin());
            useOldSession(sandbox, variables);

            Ended end = run(variables, "--ca-cert", caCert(), "--wait", "--progress", "none", "--verbose");

            assertEquals(0, end.exitCode(), end.stderr());
            assertEquals(Set.of("CONNECT " + API + ":443", "CONNECT " + DELTA + ":443"), Set.copyOf(proxy.requests()));
            assertEquals(proxy.requests().size(), front.connections(), "no connection is made around the proxy");
            assertEquals(2, sandbox.requests("/api/v3/delta"));
            assertEquals(1, sandbox.requests("/user/v1/refresh-token"));
            sandbox.requests()
                    .forEach(request ->
                            assertFalse(request.headers().containsKey("proxy-authorization"), "it is for the proxy"));
            assertFalse(end.output().contains("hunter2"), end.output());
            assertFalse(end.output().contains(sandbox.sandbox.token()), end.output());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BALENARC_PROXY", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "the file"})
    void aProxyMayBeSetInManyPlaces(String place) throws Exception {
        try (TestSandbox sandbox = TestSandbox.start();
                TlsFront front = TlsFront.start(certificate, sandbox.sandbox.url());
                ForwardProxy proxy = ForwardProxy.start(Map.of(API, front.port()))) {
            Map<String, String> variables = behindProxy(sandbox);
            if (place.equals("the file")) {
                Files.writeString(home.resolve(".balenarc.yml"), "proxy: " + proxy.url() + "\n");
            } else {
                variables.put(place, proxy.url());
            }

            Ended end = run(variables, "--ca-cert", caCert());

            assertEquals(0, end.exitCode(), end.stderr());
            assertEquals(List.of("CONNECT " + API + ":443"), proxy.requests());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'                       ', true",
        "NO_PROXY=example.com     , true",
        "NO_PROXY=0.0.0.0         , false",
        "no_proxy=0.0.0.0/8       , false",
        "NO_PROXY=*               , false",
        "BALENARC_NO_PROXY=0.0.*  , false",
        "BALENARC_NO_PROXY=x NO_PROXY=*, true",
    })
    void whatNoProxyNamesIsReachedDirectly(String settings, boolean isProxied) throws Exception {
        try (TestSandbox sandbox = TestSandbox.start();
                TlsFront front = TlsFront.start(certificate, sandbox.sandbox.url());
                ForwardProxy proxy = ForwardProxy.start(Map.of())) {
            Map<String, String> variables = here(sandbox, front);
            variables.put("HTTPS_PROXY", proxy.url());
            variables.put("HTTP_PROXY", proxy.url());
            for (String setting : settings.strip().split(" ")) {
                if (!setting.isEmpty()) {
                    variables.put(setting.split("=")[0], setting.split("=")[1]);
                }
            }

            Ended end = run(variables, "--ca-cert", caCert());

            assertEquals(0, end.exitCode(), end.stderr());
            assertTrue(front.connections() > 0);
            assertEquals(isProxied ? front.connections() : 0, proxy.requests().size());
        }
    }

    /** Neither the renewal of the session, nor the description, nor the request for deltas. */
    @Test
    void nothingGoesThroughAProxyThatIsNotForIt() throws Exception {
        try (TestSandbox sandbox = TestSandbox.start(quick());
                TlsFront front = TlsFront.start(certificate, sandbox.sandbox.url());
                ForwardProxy proxy = ForwardProxy.start(Map.of())) {
            Map<String, String> variables = here(sandbox, front);
            variables.put("BALENARC_PROXY", proxy.url());
            variables.put("NO_PROXY", HERE);
            useOldSession(sandbox, variables);

            Ended end = run(variables, "--ca-cert", caCert(), "--wait", "--progress", "none");

            assertEquals(0, end.exitCode(), end.stderr());
            assertEquals(List.of(), proxy.requests());
            assertEquals(2, sandbox.requests("/api/v3/delta"));
            assertEquals(1, sandbox.requests("/user/v1/refresh-token"));
        }
    }

    @Test
    void thisMachineIsNeverBehindAProxy() throws Exception {
        try (TestSandbox sandbox = TestSandbox.start();
                ForwardProxy proxy = ForwardProxy.start(Map.of())) {
            Map<String, String> variables = new HashMap<>(Map.of(
                    "BALENARC_PROXY", proxy.url(), "http_proxy", proxy.url(), "BALENARC_NO_PROXY", "example.com"));
            assertEquals(0, run(variables, "--sandbox").exitCode());

            variables.put("BALENARC_API_URL", sandbox.sandbox.url().toString());
            variables.put("BALENARC_DELTA_URL", sandbox.sandbox.url().toString());
            variables.put("BALENA_API_KEY", sandbox.sandbox.token());
            assertEquals(0, run(variables).exitCode());
            assertEquals(List.of(), proxy.requests());
        }
    }

    @Test
    void plainHttpGoesThroughAProxyTooWhereItIsAllowed() throws Exception {
        try (EvilServer server = EvilServer.start(Map.of(
                        "/v7/release", token -> EvilServer.Response.json(releases("x")),
                        "/v7/delta", token -> EvilServer.Response.json("{\"d\": []}")));
                ForwardProxy proxy =
                        ForwardProxy.startWithLogin(Map.of(API, server.url().getPort()))) {
            Map<String, String> variables = evil(server);
            variables.put("BALENARC_API_URL", "http://" + API);
            variables.put("HTTP_PROXY", proxy.urlWithLogin());
            assertEquals(2, run(variables).exitCode());
            assertEquals(List.of(), proxy.requests());

            Ended end = run(variables, "--allow-http");

            assertEquals(0, end.exitCode(), end.stderr());
            assertEquals(2, proxy.requests().size());
            assertTrue(proxy.requests().get(0).startsWith("GET http://" + API + "/v7/release?"));
            assertFalse(server.headers().contains("proxy-authorization"));

            variables.put("HTTP_PROXY", proxy.url());
            Ended refused = run(variables, "--allow-http");
            assertEquals(7, refused.exitCode());
            assertTrue(refused.stderr().contains("the proxy " + proxy.address()), refused.stderr());
            assertTrue(refused.stderr().contains("407"), refused.stderr());

            variables.put("BALENARC_API_URL", server.url().toString());
            variables.put("BALENARC_DELTA_URL", "http://" + DELTA);
            Ended ofDeltas = run(variables, "--allow-http", "--prepare", "--progress", "none");
            assertEquals(7, ofDeltas.exitCode(), "a proxy's refusal says nothing about a delta");
            assertTrue(ofDeltas.stderr().contains("the proxy " + proxy.address()), ofDeltas.stderr());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://bob:hunter2@proxy.example.com:3128",
                "socks5://bob:hunter2@proxy.example.com",
                "http://bob:hunter2#@proxy.example.com",
                "http://bob:hunter2@proxy.example.com:99999",
                "http://bob:hunter2%zz@proxy.example.com:3128",
                "http://bob:hunter2@",
                "http://bob:hunter2@proxy:3128/path",
            })
    void aProxyThatCanNotBeOneIsNamedWithoutItsPassword(String value) throws Exception {
        try (TestSandbox sandbox = TestSandbox.start()) {
            Map<String, String> variables = behindProxy(sandbox);
            variables.put("HTTPS_PROXY", value);

            Ended end = run(variables, "--verbose");

            assertEquals(2, end.exitCode(), end.stderr());
            assertTrue(end.stderr().contains("HTTPS_PROXY"), end.stderr());
            assertFalse(end.stderr().contains("hunter2"), end.stderr());
        }
    }

    @ParameterizedTest
    @MethodSource
    void aProxyThatFailsIsNamed(SideBySide.Case test) throws Exception {
        test.check();
    }

    static List<SideBySide.Case> aProxyThatFailsIsNamed() {
        return SideBySide.cases(
                List.of("nobody is there", "no login", "wrong login", "unknown host", "not a proxy"),
                fault -> inItsOwnHome().checkProxyThatFails(fault));
    }

    private void checkProxyThatFails(String fault) throws Exception {
        try (TestSandbox sandbox = TestSandbox.start();
                TlsFront front = TlsFront.start(certificate, sandbox.sandbox.url());
                ForwardProxy withLogin = ForwardProxy.startWithLogin(Map.of(API, front.port()));
                ForwardProxy empty = ForwardProxy.start(Map.of())) {
            String address =
                    switch (fault) {
                        case "nobody is there" -> "127.0.0.1:" + freePort();
                        case "unknown host" -> empty.address();
                        case "not a proxy" ->
                            "127.0.0.1:" + sandbox.sandbox.url().getPort();
                        default -> withLogin.address();
                    };
            Map<String, String> variables = behindProxy(sandbox);
            String login = fault.equals("wrong login") ? "bob:hunter2@" : "";
            variables.put("HTTPS_PROXY", "http://" + login + address);

            Ended end = run(CommandUnderTest.get(), variables, "--ca-cert", caCert(), "--verbose");

            assertEquals(7, end.exitCode(), end.stderr());
            assertTrue(
                    end.stderr()
                            .contains("ERROR: Can't reach https://" + API + " through the proxy " + address
                                    + " (from HTTPS_PROXY): "),
                    end.stderr());
            assertEquals(fault.endsWith("login"), end.stderr().contains("(HTTP 407)"), end.stderr());
            assertFalse(end.stderr().contains("hunter2"), end.stderr());
            boolean isTriedAgain = end.stderr().contains("Trying again");
            assertEquals(fault.equals("nobody is there") || fault.equals("unknown host"), isTriedAgain, end.stderr());
            assertEquals(0, front.connections());
        }
    }

    // Certificates

    @ParameterizedTest
    @CsvSource({"NODE_EXTRA_CA_CERTS, TLSv1.2", "SSL_CERT_FILE, TLSv1.3"})
    void additionalAuthoritiesMayBeSetInVariables(String variable, String protocol) throws Exception {
        try (TestSandbox sandbox = TestSandbox.start();
                TlsFront front = TlsFront.start(certificate, sandbox.sandbox.url(), protocol)) {
            Map<String, String> variables = here(sandbox, front);
            variables.put(variable, caCert());

            Ended end = run(variables);

            assertEquals(0, end.exitCode(), end.stderr());
            assertEquals("", end.stderr());
            assertEquals(Set.of(protocol), Set.copyOf(front.protocols()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "unknown authority, authority that is not known, --ca-cert FILE",
        "expired          , certificate has expired    , Renew",
        "not yet valid    , is not valid yet           , clock",
        "wrong host       , is for another host        , URL",
    })
    void aCertificateThatIsNotAcceptedIsNoCaseForTryingAgain(String fault, String message, String remedy)
            throws Exception {
        Instant now = Instant.now();
        Duration day = Duration.ofDays(1);
        SSLContext server =
                switch (fault) {
                    case "expired" -> authority.server(now.minus(day), now.minusSeconds(60), HERE);
                    case "not yet valid" -> authority.server(now.plusSeconds(3600), now.plus(day), HERE);
                    case "wrong host" -> authority.server("evil.example");
                    default -> TestAuthority.create("Nobody").server(HERE);
                };
        try (TestSandbox sandbox = TestSandbox.start();
                TlsFront front = TlsFront.start(server, sandbox.sandbox.url())) {
            Ended end = run(here(sandbox, front), "--ca-cert", caCert());

            assertEquals(7, end.exitCode(), end.stderr());
            assertTrue(end.stderr().contains(message), end.stderr());
            assertTrue(end.stderr().contains(remedy), end.stderr());
            assertTrue(end.stderr().lines().count() <= 2, end.stderr());
            assertEquals(1, front.connections());
            assertEquals(List.of(), sandbox.requests());
        }
    }

    /** As records of TLS: Java's own server can't be made to speak old versions in one test only. */
    @ParameterizedTest
    @CsvSource({
        "TLS 1.0 is chosen        , 160301002a 02000026 0301",
        "TLS 1.1 is chosen        , 160302002a 02000026 0302",
        "TLS 1.2 and 1.3 are alien, 1503010002 0246",
    })
    void aServerOfAnOldTlsIsRefused(String what, String record) throws Exception {
        boolean isAlert = record.startsWith("15");
        // The rest of a ServerHello: random, no session, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, no compression.
        String rest = isAlert ? "" : "11".repeat(32) + "00" + "c013" + "00";
        try (RawServer server = RawServer.start(HexFormat.of().parseHex(record.replace(" ", "") + rest))) {
            String url = "https://" + server.address();
            Ended end = run(Map.of("BALENARC_API_URL", url, "BALENARC_DELTA_URL", url, "BALENA_API_KEY", SECRET));

            assertEquals(7, end.exitCode(), end.stderr());
            assertTrue(end.stderr().contains("it speaks neither TLS 1.2 nor 1.3"), end.stderr());
            assertEquals(1, end.stderr().lines().count(), end.stderr());
            assertEquals(1, server.connections(), "it is not tried again");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "empty", "garbage", "cut off", "folder"})
    void aFileWithoutCertificatesIsRefusedAsAnOptionAndReportedAsAVariable(String content) throws Exception {
        Path file = home.resolve("ca.pem");
        switch (content) {
            case "empty" -> Files.writeString(file, "");
            case "garbage" -> Files.writeString(file, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
            case "cut off" -> Files.writeString(file, authority.pem().substring(0, 200));
            case "folder" -> Files.createDirectory(file);
            default -> {}
        }
        try (TestSandbox sandbox = TestSandbox.start();
                TlsFront front = TlsFront.start(certificate, sandbox.sandbox.url())) {
            Map<String, String> variables = here(sandbox, front);
            Ended refused = run(variables, "--ca-cert", file.toString());
            assertEquals(2, refused.exitCode(), refused.stderr());
            assertTrue(refused.stderr().contains("(from --ca-cert)"), refused.stderr());
            assertEquals(0, front.connections());

            variables.put("NODE_EXTRA_CA_CERTS", file.toString());
            Ended warned = run(variables, "--ca-cert", caCert());
            assertEquals(0, warned.exitCode(), warned.stderr());
            assertEquals(1, warned.stderr().lines().count(), warned.stderr());
            assertTrue(warned.stderr().startsWith("WARNING: The file " + file), warned.stderr());
            assertTrue(warned.stderr().contains("(from NODE_EXTRA_CA_CERTS)"), warned.stderr());
        }
    }

    // Secrets

    @Test
    void theTokenIsNotSentUnencrypted() throws Exception {
        try (TestSandbox sandbox = TestSandbox.start()) {
            Map<String, String> variables = behindProxy(sandbox);
            variables.put("BALENARC_API_URL", sandbox.sandbox.url().toString());
            variables.put(
                    "BALENARC_DELTA_URL",
                    "http://" + HERE + ":" + sandbox.sandbox.url().getPort());

            Ended end = run(variables, "--prepare");

            assertEquals(2, end.exitCode());
            assertTrue(end.stderr().contains("deltaUrl (from BALENARC_DELTA_URL)"), end.stderr());
            assertTrue(end.stderr().contains("--allow-http"), end.stderr());
            assertEquals(List.of(), sandbox.requests());
        }
    }

    @ParameterizedTest
    @MethodSource
    void aTokenThatAServerSendsBackIsNotShown(SideBySide.Case test) throws Exception {
        test.check();
    }

    static List<SideBySide.Case> aTokenThatAServerSendsBackIsNotShown() {
        return SideBySide.cases(
                List.of("json", "table", "markdown"), format -> inItsOwnHome().checkTokenSentBack(format));
    }

    private void checkTokenSentBack(String format) throws Exception {
        try (EvilServer evil = EvilServer.start(Map.of(
                "/v7/release", token -> EvilServer.Response.json(releases(token)),
                "/v7/delta", token -> EvilServer.Response.json(delta(token)),
                "/api/v3/delta", token -> EvilServer.Response.of(400, "no delta for " + token)))) {
            for (String mode : List.of("json", "plain")) {
                Ended end = run(evil(evil), "--wait", "--retries", "0", "-o", format, "--progress", mode, "--verbose");

                assertEquals(6, end.exitCode(), end.output());
                assertTrue(end.stdout().contains("[token]"), end.stdout());
                assertNoSecret(end);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"status 500", "status 400", "redirect", "no json", "bad json", "header", "bad header"})
    void aTokenInAnAnswerThatFailsIsNotShown(String fault) throws Exception {
        try (EvilServer other = EvilServer.start(Map.of());
                EvilServer evil = EvilServer.start(Map.of("/v7/release", token -> fault(fault, token, other.url())))) {
            Ended end = run(evil(evil), "--verbose", "--timeout", "2");

            assertTrue(Set.of(7, 124).contains(end.exitCode()), end.output());
            assertNoSecret(end);
            assertEquals(List.of(), other.paths(), "redirects are not followed");
        }
    }

    private static EvilServer.Response fault(String fault, String token, URI other) {
        return switch (fault) {
            case "status 500" -> EvilServer.Response.of(500, "a problem with " + token);
            case "status 400" -> EvilServer.Response.of(400, "a problem with " + token);
            case "redirect" ->
                new EvilServer.Response(302, Map.of("Location", other + "/v7/release?apikey=" + token), token, false);
            case "no json" -> EvilServer.Response.json("<html>" + token);
            case "bad json" -> EvilServer.Response.json("{\"d\": \"" + token + "\"}");
            case "header" ->
                new EvilServer.Response(
                        200, Map.of("Content-Type", token, "Date", token, "Content-Encoding", token), token, false);
            default -> new EvilServer.Response(200, Map.of("Transfer-Encoding", token, token + " ", token), "", false);
        };
    }

    private static void assertNoSecret(Ended end) {
        assertFalse(end.output().contains(SECRET), end.output());
        // Nor what is left of it where a long text was cut.
        assertFalse(end.output().contains(SECRET.substring(0, 12)), end.output());
    }

    private static final String SECRET = "sEcrEt0123456789abcdefghijklmnop";

    private Map<String, String> evil(EvilServer server) {
        return new HashMap<>(Map.of(
                "BALENARC_API_URL", server.url().toString(),
                "BALENARC_DELTA_URL", server.url().toString(),
                "BALENA_API_KEY", SECRET));
    }

    /** Both releases, with the token in every text, once with an escape in it. */
    private static String releases(String token) {
        String release = """
                {"id": %d, "commit": "%s", "status": "success", "raw_version": "TOKEN",
                 "belongs_to__application": [{"id": 1, "slug": "TOKEN"}],
                 "release_image": [{"id": 1, "image": [{"id": %d, "status": "success", "image_size": "1000",
                   "is_stored_at__image_location": "ESCAPED", "content_hash": "%s",
                   "is_a_build_of__service": [{"id": 1, "service_name": "a service of TOKEN and more"}]}]}]}
                """;
        String both = release.formatted(1900102, "a".repeat(40), 11, "x") + ","
                + release.formatted(1900106, "b".repeat(40), 12, "y");
        return "{\"d\": [" + both.replace("TOKEN", token).replace("ESCAPED", escaped(token)) + "]}";
    }

    private static String delta(String token) {
        return """
                {"d": [{"id": 1, "status": "TOKEN", "version": 3, "size": null, "error_message": "no TOKEN ESCAPED",
                 "update_timestamp": "2026-01-01T00:00:00.000Z",
                 "originates_from__image": {"__id": 11}, "produces__image": {"__id": 12}}]}
                """.replace("TOKEN", token).replace("ESCAPED", escaped(token));
    }

    private static String escaped(String token) {
        return "\\u%04x".formatted((int) token.charAt(0)) + token.substring(1);
    }

    // Sizes

    @ParameterizedTest
    @CsvSource({
        "200, application/json              , a body that is larger than 64 MiB",
        "200, multipart/form-data;boundary=x, a body that is larger than 64 MiB",
        "200, a/b;charset=x                 , a body that is larger than 64 MiB",
        "400, text/html                     , HTTP 400",
    })
    void anEndlessResponseEndsTheCommand(int status, String type, String message) throws Exception {
        EvilServer.Response endless =
                new EvilServer.Response(status, Map.of("Content-Type", type), "{\"d\":[".repeat(10_000), true);
        try (EvilServer evil = EvilServer.start(Map.of("/v7/release", token -> endless))) {
            Ended end = run(evil(evil));

            assertEquals(7, end.exitCode(), end.output());
            assertTrue(end.stderr().contains(message), end.stderr());
            assertEquals(1, evil.paths().size(), "it is not tried again");
            assertTrue(end.peakMemory() < 900L * 1024 * 1024, end.peakMemory() + " bytes");
        }
    }

    @ParameterizedTest
    @MethodSource
    void anEndlessResponseOfTheDeltaServerSaysEnoughWithItsStatus(SideBySide.Case test) throws Exception {
        test.check();
    }

    static List<SideBySide.Case> anEndlessResponseOfTheDeltaServerSaysEnoughWithItsStatus() {
        return SideBySide.cases(
                List.of(
                        new EndlessResponse(200, 124, "6"),
                        new EndlessResponse(302, 124, "6"),
                        new EndlessResponse(422, 6, "120")),
                answer -> inItsOwnHome().checkEndlessResponse(answer.status(), answer.exitCode(), answer.timeout()));
    }

    private record EndlessResponse(int status, int exitCode, String timeout) {}

    private void checkEndlessResponse(int status, int exitCode, String timeout) throws Exception {
        EvilServer.Response endless = new EvilServer.Response(status, Map.of(), "delta".repeat(10_000), true);
        try (EvilServer evil = EvilServer.start(Map.of(
                "/v7/release", token -> EvilServer.Response.json(releases("x")),
                "/v7/delta", token -> EvilServer.Response.json("{\"d\": []}"),
                "/api/v3/delta", token -> endless))) {
            Ended end = run(evil(evil), "--timeout", timeout, "--progress", "none");

            assertEquals(exitCode, end.exitCode(), end.output());
            assertTrue(end.peakMemory() < 400L * 1024 * 1024, end.peakMemory() + " bytes");
        }
    }

    private static NetworkCases inItsOwnHome() throws IOException {
        NetworkCases cases = new NetworkCases() {};
        cases.home = Files.createTempDirectory(homes, "home");
        return cases;
    }

    private Ended run(Map<String, String> variables, String... arguments) {
        return run(command, variables, arguments);
    }

    private Ended run(CommandUnderTest command, Map<String, String> variables, String... arguments) {
        List<String> all = new ArrayList<>(SHOP);
        all.addAll(List.of(arguments));
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("HOME", home.toString());
        return command.run(environment, "", all);
    }

    private static SandboxOptions quick() {
        return SandboxOptions.defaults().withBuildTime(Duration.ofMillis(300));
    }

    private String caCert() throws IOException {
        return authority.writePem(home.resolve("authority.pem")).toString();
    }

    /** In place of an API key, a session that is due for renewal. */
    private void useOldSession(TestSandbox sandbox, Map<String, String> variables) throws IOException {
        variables.remove("BALENA_API_KEY");
        Instant now = Instant.now();
        Path session = Files.createDirectories(home.resolve(".balena")).resolve("token");
        Files.writeString(
                session,
                sandbox.sandbox.sessionToken(now.minus(Duration.ofHours(30)), now.plus(Duration.ofHours(100))));
        Files.setPosixFilePermissions(session, PosixFilePermissions.fromString("rw-------"));
    }

    private static Map<String, String> behindProxy(TestSandbox sandbox) {
        return new HashMap<>(Map.of(
                "BALENARC_API_URL", "https://" + API,
                "BALENARC_DELTA_URL", "https://" + DELTA,
                "BALENA_API_KEY", sandbox.sandbox.token()));
    }

    private static Map<String, String> here(TestSandbox sandbox, TlsFront front) {
        String url = "https://" + HERE + ":" + front.port();
        return new HashMap<>(
                Map.of("BALENARC_API_URL", url, "BALENARC_DELTA_URL", url, "BALENA_API_KEY", sandbox.sandbox.token()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

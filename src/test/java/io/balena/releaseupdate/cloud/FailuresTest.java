package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.settings.trust.Causes;
import io.balena.releaseupdate.settings.trust.CertificateFailure;
import io.balena.releaseupdate.settings.trust.CertificateProblem;
import io.netty.channel.ChannelException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import io.vertx.core.http.StreamResetException;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {

    private static final String SECRET = "0123456789abcdef";

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
    void theseAnswersMayPass(int status) {
        assertTrue(TransientFailures.isTransient(http(status)));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 307, 400, 401, 403, 404, 409, 410, 422, 501, 505})
    void theseAnswersAreFinal(int status) {
        assertFalse(TransientFailures.isTransient(http(status)));
    }

    static Stream<Throwable> brokenConnectionsMayPass() {
        return Stream.of(
                new ConnectException("Connection refused"),
                new UnknownHostException("api.example.com"),
                new IOException("Connection reset by peer"),
                new TimeoutException(),
                new ProcessingException(new IOException("Connection was closed")),
                new CompletionException(new ProcessingException(new TimeoutException())));
    }

    @ParameterizedTest
    @MethodSource
    void brokenConnectionsMayPass(Throwable failure) {
        assertTrue(TransientFailures.isTransient(failure));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Too many open files", "No file descriptors available"})
    void aProcessThatMayOpenNoMoreFilesMayGoOnLater(String reason) {
        var failure = new ChannelException("Failed to open a socket.", new SocketException(reason));
        assertTrue(TransientFailures.isTransient(failure));
        assertTrue(Failures.describe(failure).contains("ulimit -n"), Failures.describe(failure));
    }

    @Test
    void bugsAndBadAnswersAreFinal() {
        assertFalse(TransientFailures.isTransient(new IllegalStateException()));
        assertFalse(TransientFailures.isTransient(new MalformedResponse("an empty body")));
    }

    @Test
    void saysWhatHappenedInAFewWords() {
        assertEquals("HTTP 503", Failures.describe(new CompletionException(http(503))));
        assertEquals("no connection", Failures.describe(new ProcessingException(new ConnectException())));
        assertEquals("the host name is not known", Failures.describe(new UnknownHostException("a")));
        assertEquals("no answer in time", Failures.describe(new TimeoutException()));
        assertEquals("the connection broke", Failures.describe(new IOException("reset")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The server selected protocol version TLS11 is not accepted by client preferences [TLS13, TLS12]",
                "Received fatal alert: protocol_version"
            })
    void aServerOfAnOldTlsIsNamedAsOne(String message) {
        Throwable failure = new ProcessingException(handshake(new SSLHandshakeException(message)));
        assertEquals(
                "it speaks neither TLS 1.2 nor 1.3, and older versions are not secure", Failures.describe(failure));
        assertFalse(TransientFailures.isTransient(failure));
    }

    private static HttpFailure http(int status) {
        return new HttpFailure(status, "", Optional.empty());
    }

    @ParameterizedTest
    @MethodSource
    void whatIsWrongWithACertificateIsFinal(Throwable cause, CertificateProblem problem) {
        Throwable failure = new ProcessingException(handshake(cause));
        assertEquals(Optional.of(problem), CertificateFailure.of(failure));
        assertFalse(TransientFailures.isTransient(failure));
        assertEquals(problem.what(), Failures.describe(failure));
    }

    static Stream<Arguments> whatIsWrongWithACertificateIsFinal() {
        return Stream.of(
                Arguments.of(
                        new CertificateException("PKIX", new CertPathBuilderException()),
                        CertificateProblem.UNKNOWN_AUTHORITY),
                Arguments.of(
                        new CertPathValidatorException("no anchor", null, null, -1, PKIXReason.NO_TRUST_ANCHOR),
                        CertificateProblem.UNKNOWN_AUTHORITY),
                Arguments.of(
                        new CertPathBuilderException(new CertPathValidatorException(new CertificateExpiredException())),
                        CertificateProblem.EXPIRED),
                Arguments.of(
                        new CertPathValidatorException(new CertificateNotYetValidException()),
                        CertificateProblem.NOT_YET_VALID),
                Arguments.of(new CertificateException("No name matching a.io found"), CertificateProblem.WRONG_HOST),
                Arguments.of(
                        new CertificateException("No subject alternative names present"),
                        CertificateProblem.WRONG_HOST),
                Arguments.of(new CertificateException((String) null), CertificateProblem.OTHER),
                Arguments.of(new CertPathValidatorException("MD5"), CertificateProblem.OTHER));
    }

    @ParameterizedTest
    @MethodSource
    void aHandshakeThatBrokeMayPass(Throwable cause, boolean isTransient) {
        assertEquals(isTransient, TransientFailures.isTransient(handshake(cause)));
    }

    static Stream<Arguments> aHandshakeThatBrokeMayPass() {
        return Stream.of(
                Arguments.of(new IOException("Connection reset by peer"), true),
                Arguments.of(
                        new SSLHandshakeException("Connection closed while SSL/TLS handshake was in progress"), true),
                Arguments.of(new SSLException("Received fatal alert: protocol_version"), false),
                Arguments.of(new SSLException("Received fatal alert: handshake_failure"), false));
    }

    @ParameterizedTest
    @CsvSource({
        "'http, none, /127.0.0.1:1 => a:443, status: 407 Proxy Authentication Required', 407, false",
        "'http, basic, /127.0.0.1:1 => a:443, status: 502 Bad Gateway'                 , 502, true",
        "'http, none, /127.0.0.1:1 => a:443, status: 503 Service Unavailable'          , 503, true",
        "'http, none, /127.0.0.1:1 => a:443, status: 403 Forbidden'                    , 403, false",
        "'http, none, /127.0.0.1:1 => a:443, status: 401 Unauthorized'                 , 401, false",
        "'http, none, /127.0.0.1:1 => a:443, timeout'                                  ,    , false",
        "'http, none, /127.0.0.1:1 => a:443, disconnected'                             ,    , true",
    })
    void answersOfAProxy(String message, Integer status, boolean isTransient) {
        Throwable failure = new ProcessingException(new ProxyConnectException(message));
        assertEquals(
                Optional.ofNullable(status),
                ProxyProblem.of(failure).orElseThrow().status());
        assertEquals(isTransient, TransientFailures.isTransient(failure));
    }

    @Test
    void aProxyThatDoesNotAnswerIsSaidToBeLate() {
        Throwable late = new ProxyConnectException("http, none, /127.0.0.1:1 => a:443, timeout");
        assertEquals("no answer in time", ProxyProblem.of(late).orElseThrow().what());
    }

    @ParameterizedTest
    @CsvSource({"401, false, user name", "403, false, HTTP 403", "407, false, user name", "503, true, HTTP 503"})
    void aProxysOwnAnswerIsItsProblem(int status, boolean isTransient, String what) {
        Throwable failure = new ProcessingException(new ProxyResponse(status));
        ProxyProblem problem = ProxyProblem.of(failure).orElseThrow();
        assertTrue(problem.what().contains(what), problem.what());
        assertEquals(isTransient, TransientFailures.isTransient(failure));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // Headers of squid 5.7, tinyproxy 1.11.1 and mitmproxy 8, and of answers that they pass on.
                "squid/5.7        , X-Squid-Error     , true",
                "squid/5.7        , -                 , true",
                "tinyproxy/1.11.1 , -                 , true",
                "mitmproxy 8.1.1  , -                 , true",
                "-                , Proxy-Status      , true",
                "-                , Proxy-Authenticate, true",
                "nginx            , Via               , false",
                "-                , Via               , false",
                "-                , -                 , false",
            })
    void answersOfProxiesAreKnownByTheirHeaders(String server, String header, boolean isOfProxy) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Server", server);
        headers.put(header, "1.1 lab (squid/5.7)");
        assertEquals(isOfProxy, ProxyResponse.isOne(headers::get));
    }

    @ParameterizedTest
    @MethodSource
    void aServerThatDoesNotSpeakTlsAsExpectedIsNotTriedAgain(Throwable cause, String words) {
        Throwable failure = new ProcessingException(cause);
        assertTrue(Failures.describe(failure).contains(words), Failures.describe(failure));
        assertTrue(Failures.describe(failure).length() < 200, Failures.describe(failure));
        assertFalse(TransientFailures.isTransient(failure));
    }

    /** As Java 17 and Java 25 write them. */
    static Stream<Arguments> aServerThatDoesNotSpeakTlsAsExpectedIsNotTriedAgain() {
        return Stream.of(
                Arguments.of(
                        handshake(new NotSslRecordException("not an SSL/TLS record: " + "48545450".repeat(500))),
                        "did not answer with TLS; is it an http port, or a login page?"),
                Arguments.of(new SSLException("Unsupported or unrecognized SSL message"), "did not answer with TLS"),
                Arguments.of(
                        new DecoderException(new SSLHandshakeException("Received fatal alert: certificate_required")),
                        "wants a client certificate"),
                Arguments.of(
                        new SSLHandshakeException("(certificate_required) Received fatal alert: certificate_required"),
                        "wants a client certificate"),
                Arguments.of(
                        new SSLHandshakeException("(bad_certificate) Received fatal alert: bad_certificate"),
                        "wants a client certificate"),
                Arguments.of(
                        new SSLHandshakeException("(handshake_failure) Received fatal alert: handshake_failure"),
                        "wants a client certificate, which this tool can't show, or offers only ciphers"),
                Arguments.of(
                        new SSLHandshakeException("(unrecognized_name) Received fatal alert: unrecognized_name"),
                        "does not serve this host name"),
                Arguments.of(
                        new SSLHandshakeException("(protocol_version) Received fatal alert: protocol_version"),
                        "neither TLS 1.2 nor 1.3"),
                Arguments.of(
                        new SSLException("(internal_error) Received fatal alert: internal_error"),
                        "it ended the secure connection (internal_error)"),
                Arguments.of(new SSLException("x".repeat(5_000)), "no secure connection (xxx"));
    }

    @Test
    void theWayToTheProxyIsTheProxysProblemAndWhatComesLaterIsNot() {
        assertTrue(ProxyProblem.of(new ConnectException("refused")).isPresent());
        assertTrue(ProxyProblem.of(new UnknownHostException("proxy")).isPresent());
        assertTrue(ProxyProblem.of(new HttpFailure(407, "", Optional.empty())).isPresent());
        assertEquals(Optional.empty(), ProxyProblem.of(new HttpFailure(502, "", Optional.empty())));
        assertEquals(Optional.empty(), ProxyProblem.of(handshake(new CertPathBuilderException())));
        assertEquals(Optional.empty(), ProxyProblem.of(new IOException("reset")));
    }

    @Test
    void anAnswerThatWasCutOffIsNoBrokenConnection() {
        MalformedResponse large = new MalformedResponse("a body that is larger than 64 MiB");
        Throwable failure = new StreamResetException(0, large);
        assertSame(large, Failures.unwrap(failure));
        assertFalse(TransientFailures.isTransient(failure));
        assertTrue(TransientFailures.isTransient(new StreamResetException(0)));
    }

    @Test
    void causesMayGoRoundInCircles() {
        Exception first = new Exception();
        first.initCause(new Exception(first));
        assertEquals(2, Causes.of(first).size());
    }

    @Test
    void aFailureThatTellsTheTokenIsReplaced() {
        Credentials credentials = Credentials.of(SECRET, "the test");
        Exception harmless = new IOException("harmless");
        assertSame(harmless, credentials.hide(harmless));

        Exception inSuppressed = new IOException("harmless");
        inSuppressed.addSuppressed(new IOException(SECRET));
        for (Exception failure : new Exception[] {
            new IOException("bad header: " + SECRET), new Exception(new IOException(SECRET)), inSuppressed
        }) {
            StringWriter text = new StringWriter();
            credentials.hide(failure).printStackTrace(new PrintWriter(text));
            assertFalse(text.toString().contains(SECRET), text.toString());
        }
    }

    @Test
    void whatIsTooShortToBeATokenStaysInTexts() {
        assertEquals("a good answer", Credentials.of("a", "the test").hide("a good answer"));
        assertEquals("[token], [token]", Credentials.of(SECRET, "the test").hide(SECRET + ", " + SECRET));
    }

    private static Throwable handshake(Throwable cause) {
        return new SSLHandshakeException("Failed to create SSL connection").initCause(cause);
    }
}

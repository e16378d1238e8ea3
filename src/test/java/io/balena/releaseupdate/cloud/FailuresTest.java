package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    void theseAnswersMayPass(int status) {
        assertTrue(Failures.mayPass(http(status)));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 307, 400, 401, 403, 404, 409, 410, 422, 501, 505})
    void theseAnswersAreFinal(int status) {
        assertFalse(Failures.mayPass(http(status)));
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
        assertTrue(Failures.mayPass(failure));
    }

    @Test
    void bugsBadAnswersAndDistrustAreFinal() {
        assertFalse(Failures.mayPass(new IllegalStateException()));
        assertFalse(Failures.mayPass(new BadAnswer("an empty body")));
        assertFalse(Failures.mayPass(new ProcessingException(new SSLHandshakeException("unknown authority"))));
    }

    @Test
    void saysWhatHappenedInAFewWords() {
        assertEquals("HTTP 503", Failures.describe(new CompletionException(http(503))));
        assertEquals("no connection", Failures.describe(new ProcessingException(new ConnectException())));
        assertEquals("the host name is not known", Failures.describe(new UnknownHostException("a")));
        assertEquals("no answer in time", Failures.describe(new TimeoutException()));
        assertEquals("the connection broke", Failures.describe(new IOException("reset")));
    }

    private static HttpFailure http(int status) {
        return new HttpFailure(status, "", Optional.empty());
    }
}

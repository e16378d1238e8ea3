package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorMessagesTest {

    private static final String SECRET = "0123456789abcdef";

    private final ErrorMessages errors = new ErrorMessages(
            URI.create("https://api.balena.test"), Optional.empty(), Credentials.of(SECRET, "the test"), notice -> {});

    @ParameterizedTest
    @CsvSource({
        "https://login.example.com:8443/sso?token=x#y, login.example.com:8443/sso",
        "https://bob:pass@login.example.com/          , login.example.com/",
        "/login?next=x                                , api.balena.test/login",
        "//cdn.example.com/x                          , cdn.example.com/x",
        "https://login.example.com/0123456789abcdef/a , login.example.com/token/a",
    })
    void saysWhereARedirectLeads(String location, String shown) {
        String message = explain(location);
        assertEquals(
                "https://api.balena.test answered GET /v7/release with HTTP 302, a redirect to '" + shown
                        + "'. Redirects are not followed: check the URL, and for a proxy or login page in between.",
                message);
    }

    @ParameterizedTest
    @CsvSource({"'http://['", "'mailto:a@b'", "'https://a.example/\u001b[2Jx'", "''"})
    void aRedirectThatLeadsNowhereIsARedirect(String location) {
        String message = explain(location);
        assertTrue(message.startsWith("https://api.balena.test answered GET /v7/release with HTTP 302"), message);
        assertFalse(message.contains("\u001b"), message);
    }

    @Test
    void aLongRedirectIsCut() {
        String message = explain("https://a.example/" + "x".repeat(5_000) + SECRET);
        assertTrue(message.length() < 300, message);
    }

    @Test
    void nginxWantsAClientCertificateWithAnAnswer() {
        String body = "<html>\r\n<head><title>400 No required SSL certificate was sent</title></head>";
        String message = errors.unavailable("/v7/release", new HttpFailure(400, body, Optional.empty()))
                .getMessage();
        assertTrue(message.contains("wants a client certificate"), message);
    }

    private String explain(String location) {
        HttpFailure redirect = new HttpFailure(302, "<html>", Optional.empty(), Optional.of(location));
        return errors.unavailable("/v7/release", redirect).getMessage();
    }
}

package io.balena.releaseupdate.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The effect of each fault on a client. */
@Timeout(20)
class SandboxFaultsTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final String RELEASE = "/v7/release(900813)?$select=id";
    private static final String DELTA = "/v7/delta(1510997)?$select=id";

    private final HttpClient client = HttpClient.newHttpClient();
    private Sandbox sandbox;

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @AfterAll
    static void closeVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private void start(String... faults) {
        sandbox = Sandbox.start(VERTX, SandboxOptions.defaults().withFaults(faults));
    }

    private HttpRequest request(String method, String uri, String body) {
        return HttpRequest.newBuilder(URI.create(sandbox.url() + uri))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + sandbox.token())
                .header("Content-Type", "application/json")
                .build();
    }

    private HttpResponse<String> get(String uri) throws IOException, InterruptedException {
        return client.send(request("GET", uri, ""), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void losesAResponseAndExecutesTheRequest() {
        start("pin=lost*1");
        String body = "{\"should_be_running__release\":1900106,\"should_track_latest_release\":false}";
        assertThrows(
                IOException.class,
                () -> client.send(
                        request("PATCH", "/v7/application(1700002)", body), HttpResponse.BodyHandlers.ofString()));
        assertEquals(OptionalLong.of(1900106), sandbox.world().pinnedRelease(1700002));
    }

    @ParameterizedTest
    @CsvSource({
        "describe, /v7/release(900813)?$select=id",
        "deltas, /v7/delta?$select=id",
        "trigger, /api/v3/delta?src=1115249&dest=1115290",
        "fleet, /v7/application?$select=id",
        "fleet, /v7/device/$count",
        "whoami, /actor/v1/whoami",
        "any, /v6/image?$select=id"
    })
    void happensInItsPlace(String place, String uri) throws Exception {
        start(place + "=502*1");
        HttpResponse<String> failed = get(uri);
        assertEquals(502, failed.statusCode());
        assertEquals("Bad Gateway", failed.body());
        assertEquals(200, get(uri).statusCode());
    }

    @Test
    void happensNowhereElse() throws Exception {
        start("deltas=500", "trigger=500", "fleet=500", "pin=500", "whoami=500", "refresh=500", "poll=500");
        assertEquals(200, get(RELEASE).statusCode());
        assertEquals(200, get("/v7/image?$select=id").statusCode());
    }

    @Test
    void happensToPins() throws Exception {
        start("pin=500*1");
        String body = "{\"should_be_running__release\":900835,\"should_track_latest_release\":false}";
        HttpRequest pin = request("PATCH", "/v7/application(1700001)", body);
        assertEquals(500, client.send(pin, HttpResponse.BodyHandlers.ofString()).statusCode());
        assertEquals(200, client.send(pin, HttpResponse.BodyHandlers.ofString()).statusCode());
    }

    @Test
    void happensToRefreshes() throws Exception {
        start("refresh=404");
        assertEquals(404, get("/user/v1/refresh-token").statusCode());
    }

    @Test
    void pollIsEveryDeltaQueryButTheFirst() throws Exception {
        start("poll=503*1");
        assertEquals(200, get(DELTA).statusCode());
        assertEquals(503, get(DELTA).statusCode());
        assertEquals(200, get(DELTA).statusCode());
    }

    @Test
    void tooManyRequests() throws Exception {
        start("describe=429/5*1", "describe=429*1", "describe=500");
        assertEquals("5", get(RELEASE).headers().firstValue("retry-after").orElseThrow());
        assertEquals("1", get(RELEASE).headers().firstValue("retry-after").orElseThrow());
        assertFalse(get(RELEASE).headers().firstValue("retry-after").isPresent());
    }

    @Test
    void hang() throws Exception {
        start("describe=hang*1");
        CompletableFuture<HttpResponse<String>> hanging =
                client.sendAsync(request("GET", RELEASE, ""), HttpResponse.BodyHandlers.ofString());
        while (sandbox.requests().isEmpty()) {
            Thread.onSpinWait();
        }
        assertEquals(200, get(RELEASE).statusCode());
        assertFalse(hanging.isDone());
        assertEquals(0, sandbox.requests().get(0).status());
        sandbox.close();
        assertThrows(Exception.class, hanging::join);
    }

    @Test
    void reset() throws Exception {
        start("describe=reset");
        try (Socket socket = new Socket("127.0.0.1", sandbox.url().getPort())) {
            socket.getOutputStream()
                    .write(("GET " + RELEASE + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();
            SocketException reset = assertThrows(SocketException.class, answer::read);
            assertTrue(reset.getMessage().contains("reset"), reset.getMessage());
        }
    }

    @Test
    void truncate() {
        start("describe=truncate");
        assertThrows(IOException.class, () -> get(RELEASE));
    }

    @Test
    void slow() throws Exception {
        start("describe=slow/0.02");
        long start = System.nanoTime();
        HttpResponse<String> late = get(RELEASE);
        assertEquals("{\"d\":[{\"id\":900813}]}", late.body());
        assertTrue(System.nanoTime() - start >= 20_000_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "html | <html><body>Down for maintenance</body></html>",
                "empty | ``",
                "object | {}",
                "no-rows | {\"d\":[]}",
                "garbage | {\"d\":[{\"id\":12345,\"commit\":\"84d3d8f4",
                "wrong-type | {\"d\":[{\"id\":\"x\",\"commit\":5,\"status\":[],\"size\":{}}]}"
            })
    void answersThatAreNone(String kind, String body) throws Exception {
        start("describe=" + kind + "*1");
        HttpResponse<String> answer = get(RELEASE);
        assertEquals(200, answer.statusCode());
        assertEquals(body, answer.body());
        assertEquals("{\"d\":[{\"id\":900813}]}", get(RELEASE).body());
    }

    @Test
    void redirect() throws Exception {
        start("describe=redirect");
        HttpResponse<String> answer = get(RELEASE);
        assertEquals(302, answer.statusCode());
        URI location = URI.create(answer.headers().firstValue("location").orElseThrow());
        assertTrue(location.toString().endsWith(RELEASE), location.toString());
        assertEquals("127.0.0.1", location.getHost());
        assertTrue(location.getPort() != sandbox.url().getPort());
        assertEquals(0, sandbox.redirectedRequests().size());

        client.send(HttpRequest.newBuilder(location).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(RELEASE, sandbox.redirectedRequests().get(0).uri());
    }

    @Test
    void expired() throws Exception {
        start("poll=expired");
        assertEquals(200, get(DELTA).statusCode());
        assertEquals(401, get(DELTA).statusCode());
        assertEquals("{\"d\":[]}", get(RELEASE).body());
        assertEquals(401, get("/actor/v1/whoami").statusCode());
    }

    @Test
    void somebodyElsePins() throws Exception {
        start("repin=someone/1900103");
        assertEquals(OptionalLong.of(1900104), sandbox.world().pinnedRelease(1700002));
        get(DELTA);
        assertEquals(OptionalLong.of(1900103), sandbox.world().pinnedRelease(1700002));
    }

    @ParameterizedTest
    @CsvSource({
        "repin=someone/1, Invalid fault 'repin': the sandbox has no release 1",
        "build/nobody=fail, Invalid fault 'build/nobody': the sandbox has no service nobody",
    })
    void goesWrongOnlyWithWhatIsThere(String fault, String message) {
        start();
        SandboxOptions options = SandboxOptions.defaults().withFaults(fault);
        var refused = assertThrows(IllegalArgumentException.class, () -> Sandbox.start(VERTX, options));
        assertEquals(message, refused.getMessage());
    }

    @Test
    void buildsFail() throws Exception {
        sandbox = Sandbox.start(
                VERTX, SandboxOptions.defaults().withBuildTime(Duration.ZERO).withFaults("build/main=fail*1"));
        String trigger = "/api/v3/delta?src=2104001&dest=2106001";
        assertEquals(504, get(trigger).statusCode());
        assertEquals(
                "{\"d\":[{\"status\":\"failed\",\"error_message\":\"The sandbox was told to fail this build\"}]}",
                get("/v7/delta?$select=status,error_message&$orderby=id%20desc&$top=1")
                        .body());
        assertEquals(200, get(trigger).statusCode());
    }

    @Test
    void buildsGetStuck() throws Exception {
        sandbox = Sandbox.start(
                VERTX,
                SandboxOptions.defaults()
                        .withBuildTime(Duration.ZERO)
                        .withHoldTime(Duration.ZERO)
                        .withFaults("build=stuck"));
        assertEquals(504, get("/api/v3/delta?src=2104001&dest=2106001").statusCode());
        assertEquals(
                "{\"d\":[{\"status\":\"running\"}]}",
                get("/v7/delta?$select=status&$orderby=id%20desc&$top=1").body());
    }
}

package io.balena.releaseupdate.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of a fleet's pin, as a client sees them. */
@Timeout(20)
class WriteFaultsTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final long SHOP = 1700002;
    private static final long BEFORE = 1900104;
    private static final long TARGET = 1900106;
    private static final String FLEET =
            "/v7/application(1700002)?$select=should_track_latest_release&$expand=should_be_running__release($select=id)";

    private final HttpClient client = HttpClient.newHttpClient();
    private final MovableClock clock = new MovableClock();
    private Sandbox sandbox;

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @AfterAll
    static void closeVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 404, 500, 530, 599})
    void pinsAndAnswersSomethingElse(int status) throws Exception {
        start("pin=done/" + status);
        assertEquals(status, pin().statusCode());
        assertEquals(TARGET, pinned());
    }

    @Test
    void answersWellAndChangesNothing() throws Exception {
        start("pin=ignored*1");
        assertEquals(200, pin().statusCode());
        assertEquals(BEFORE, pinned());
        assertEquals(200, pin().statusCode());
        assertEquals(TARGET, pinned());
    }

    @Test
    void namesTheRuleThatAPinBreaks() throws Exception {
        start("pin=refused");
        HttpResponse<String> refused = pin();
        assertEquals(400, refused.statusCode());
        assertTrue(refused.body().startsWith("\"It is necessary that each release"), refused.body());
        assertEquals(BEFORE, pinned());
    }

    @Test
    void pinsLate() throws Exception {
        start("pin=late/20");
        assertEquals(504, pin().statusCode());
        clock.advance(Duration.ofSeconds(19));
        assertTrue(shows(BEFORE));
        clock.advance(Duration.ofSeconds(1));
        assertTrue(shows(TARGET));
    }

    @Test
    void readsLagBehindAWrite() throws Exception {
        start("fleet=lag/2");
        assertTrue(shows(BEFORE));
        assertEquals(200, pin().statusCode());
        assertEquals(TARGET, pinned());
        clock.advance(Duration.ofMillis(1_900));
        assertTrue(shows(BEFORE));
        clock.advance(Duration.ofMillis(100));
        assertTrue(shows(TARGET));
        assertEquals(TARGET, pinned(), "reading changes nothing");
    }

    @ParameterizedTest
    @CsvSource({
        "invalidated, is_invalidated, true",
        "draft, is_final, false",
        "failed, status, failed",
    })
    void somebodyMakesAReleaseUnfit(String change, String property, String value) throws Exception {
        start("release=" + change + "/1900106*1");
        get("/v7/delta?$select=id");
        assertEquals(value, String.valueOf(sandbox.world().get("release", TARGET, property)));
    }

    @Test
    void judgesAConditionOnTheTarget() throws Exception {
        start();
        String isFit = "?$filter=owns__release/any(r:r/id%20eq%201900106%20and%20r/is_invalidated%20eq%20false%20and"
                + "%20r/is_final%20eq%20true%20and%20r/status%20eq%20'success')";
        sandbox.world().invalidate(TARGET, "broken");
        assertEquals(200, pin(isFit).statusCode());
        assertEquals(BEFORE, pinned());
        sandbox.world().set("release", TARGET, "is_invalidated", false);
        assertEquals(200, pin(isFit).statusCode());
        assertEquals(TARGET, pinned());
    }

    private void start(String... faults) {
        sandbox =
                Sandbox.start(VERTX, SandboxOptions.defaults().withClock(clock).withFaults(faults));
    }

    private long pinned() {
        return sandbox.world().pinnedRelease(SHOP).orElse(0);
    }

    private boolean shows(long release) throws Exception {
        return get(FLEET).body().contains("\"id\":" + release);
    }

    private HttpResponse<String> pin() throws Exception {
        return pin("");
    }

    private HttpResponse<String> pin(String filter) throws Exception {
        String body = "{\"should_be_running__release\":1900106,\"should_track_latest_release\":false}";
        return send("PATCH", "/v7/application(1700002)" + filter.replace("'", "%27"), body);
    }

    private HttpResponse<String> get(String uri) throws Exception {
        return send("GET", uri, "");
    }

    private HttpResponse<String> send(String method, String uri, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.url() + uri))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + sandbox.token())
                .header("Content-Type", "application/json")
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}

package io.balena.releaseupdate.sandbox;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sandbox as a client sees it. The queries are those of the npm tool and balena's SDK, byte for byte. */
@Timeout(20)
class SandboxTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final String NPM_EXPAND =
            "$expand=release_image($expand=image($select=id;$expand=is_a_build_of__service($select=service_name))),"
                    + "is_created_by__user($select=id,username)";

    private final MovableClock clock = new MovableClock();
    private Sandbox sandbox;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(VERTX, SandboxOptions.defaults().withClock(clock));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @AfterAll
    static void closeVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private RequestSpecification guest() {
        return given().urlEncodingEnabled(false).baseUri(sandbox.url().toString());
    }

    private RequestSpecification user() {
        return guest().header("Authorization", "Bearer " + sandbox.token());
    }

    private ValidatableResponse get(String uri) {
        return user().get(uri).then();
    }

    @Test
    void npmToolFindsAReleaseById() {
        get("/v7/release(900813)?" + NPM_EXPAND + "&$filter=status%20eq%20%27success%27")
                .statusCode(200)
                .contentType("application/json")
                .body("d", hasSize(1))
                .body("d[0].commit", equalTo("84d3d8f43eddd81b1699552dd39338f8dbf8b11e"))
                .body("d[0].belongs_to__application.__id", equalTo(1700001))
                .body("d[0].release_image[0].image[0].id", equalTo(1115249))
                .body("d[0].release_image[0].image[0].is_a_build_of__service[0].service_name", equalTo("main"))
                .body("d[0].is_created_by__user[0].username", equalTo("sandbox"));
    }

    @Test
    void npmToolFindsAReleaseByCommit() {
        get("/v7/release?$filter=startswith(commit,%2784d3d8f%27)%20and%20status%20eq%20%27success%27&" + NPM_EXPAND)
                .body("d.id", equalTo(List.of(900813)));
        get("/v7/release?$filter=startswith(commit,%27abcdef%27%27%20or%20%27)&" + NPM_EXPAND)
                .statusCode(200)
                .body("d", hasSize(0));
    }

    @Test
    void npmToolReadsAnImageAndItsDelta() {
        get("/v7/image(1115290)?$select=id,is_stored_at__image_location,content_hash,image_size"
                        + "&$filter=status%20eq%20%27success%27")
                .body("d[0].image_size", equalTo("310954877"));
        get("/v7/delta?$top=1&$select=id,status,version,is_stored_at__location,size&$filter=version%20eq%203%20and%20"
                        + "originates_from__image%20eq%201115249%20and%20produces__image%20eq%201115290%20and%20"
                        + "(status%20eq%20%27success%27%20or%20(status%20eq%20%27running%27%20and%20"
                        + "update_timestamp%20gt%20datetime%272026-11-23T00:03:32.663Z%27))&$orderby=id%20desc")
                .body(equalTo("{\"d\":[{\"id\":1510997,\"status\":\"success\",\"version\":3,\"is_stored_at__location\":"
                        + "\"registry2.balena-cloud.com/v2/1210859f1a5d4d29653ed1db80d8c9d6:delta-3c90dce25a5f9f2f\","
                        + "\"size\":\"484575\"}]}"));
    }

    @Test
    void allOfAnUpdateInTwoRequests() {
        get("/v7/release?$select=id,commit&$expand=belongs_to__application($select=id,slug),release_image($select=id;"
                        + "$expand=image($select=id,is_stored_at__image_location,content_hash,image_size;"
                        + "$filter=status%20eq%20%27success%27;$expand=is_a_build_of__service($select=id,service_name)))"
                        + "&$filter=id%20in%20(1900104,1900106)")
                .statusCode(200)
                .body("d.id", equalTo(List.of(1900104, 1900106)))
                .body("d[0].release_image", hasSize(4))
                .body("d[1].belongs_to__application[0].slug", equalTo("sandbox/shop"));
        get("/v7/delta?$select=id,status,version,is_stored_at__location,size,error_message,update_timestamp,"
                        + "originates_from__image,produces__image&$filter=version%20eq%203%20and%20"
                        + "originates_from__image%20in%20(2103001,2103002)%20and%20produces__image%20in%20"
                        + "(2104001,2104002)&$orderby=id%20desc")
                .statusCode(200)
                .body("d.id", equalTo(List.of(1510105, 1510104)));
    }

    @Test
    void releasesThatAFleetRuns() {
        get("/v7/release?$select=id,commit,raw_version&$filter=is_running_on__device/any(d:d/belongs_to__application"
                        + "%20eq%201700002)&$expand=is_running_on__device/$count($filter=belongs_to__application"
                        + "%20eq%201700002)")
                .body("d.raw_version", equalTo(List.of("1.0.0", "1.1.0", "1.1.1+rev2", "1.2.0")))
                .body("d.is_running_on__device", equalTo(List.of(6, 4, 9, 17)));
        get("/v7/device/$count?$filter=belongs_to__application%20eq%201700003").body("d", equalTo(2000));
        get("/v7/application(slug='sandbox/shop')?$select=id&$expand=should_be_running__release($select=raw_version)")
                .body("d[0].should_be_running__release[0].raw_version", equalTo("1.2.0"));
    }

    @Test
    void aVersionsPlusIsAPlus() {
        get("/v7/release?$select=id&$filter=raw_version%20eq%20%271.1.1+rev2%27")
                .body("d.id", equalTo(List.of(1900103)));
        get("/v7/release?$select=id&$filter=raw_version%20eq%20%271.1.1%2Brev2%27")
                .body("d.id", equalTo(List.of(1900103)));
        get("/v7/release?$filter=id+eq+1").statusCode(400);
    }

    @Test
    void oneCommitInTwoFleets() {
        Object commit = sandbox.world().get("release", 1900104, "commit");
        get("/v7/release?$select=id&$filter=commit%20eq%20%27" + commit + "%27")
                .body("d.id", equalTo(List.of(1900104, 1910025)));
    }

    @Test
    void saysWhatItDoesNotUnderstand() {
        get("/v7/release(abc)").statusCode(400).contentType("application/json").body(containsString("'abc'"));
        get("/v7/release(2147483648)").statusCode(500).body(emptyString());
        get("/v5/release").statusCode(404);
        user().delete("/v7/image(1115249)").then().statusCode(405);
        user().options("/v7/release").then().statusCode(405);
        user().post("/user/v1/whoami").then().statusCode(405);
    }

    @Test
    void refusesLongRequestLines() {
        get("/v7/release?$select=id&$filter=commit%20eq%20%27" + "a".repeat(16_400) + "%27")
                .statusCode(431);
        get("/v7/release?$select=id&$filter=commit%20eq%20%27" + "a".repeat(15_000) + "%27")
                .statusCode(200);
    }

    @Test
    void aBrowserThatWasLuredHereGetsNothing() {
        user().header("Host", "evil.example:80").get("/v7/release").then().statusCode(403);
        user().header("Host", "localhost:80").get("/v7/release(1)").then().statusCode(200);
    }

    @Test
    void anInvalidTokenLooksLikeAnEmptyAccount() {
        for (RequestSpecification stranger : List.of(guest(), guest().header("Authorization", "Bearer wrong"))) {
            for (String open : List.of("release", "image", "application", "service")) {
                stranger.get("/v7/" + open).then().statusCode(200).body(equalTo("{\"d\":[]}"));
            }
            for (String closed : List.of("/v7/device", "/v7/delta", "/actor/v1/whoami", "/api/v3/delta?src=1&dest=2")) {
                stranger.get(closed).then().statusCode(401).body(emptyString());
            }
        }
    }

    @Test
    void knowsWhoAsks() {
        get("/actor/v1/whoami").body("actorType", equalTo("user")).body("username", equalTo("sandbox"));
        get("/user/v1/whoami").body("username", equalTo("sandbox"));
        get("/user/v1/refresh-token").statusCode(401);
        assertTrue(sandbox.token().matches("[A-Za-z0-9]{32}"));
    }

    @Test
    void sessionsExpireAndAreRefreshed() {
        Instant now = clock.instant();
        String session = sandbox.sessionToken(now.minus(Duration.ofDays(2)), now.plus(Duration.ofDays(5)));
        RequestSpecification holder = guest().header("Authorization", "Bearer " + session);
        holder.get("/actor/v1/whoami").then().statusCode(200);
        String next = holder.get("/user/v1/refresh-token")
                .then()
                .statusCode(200)
                .contentType(ContentType.TEXT)
                .extract()
                .asString();
        assertNotEquals(session, next);

        clock.advance(Duration.ofDays(6));
        holder.get("/actor/v1/whoami").then().statusCode(401);
        guest().header("Authorization", "Bearer " + next)
                .post("/user/v1/refresh-token")
                .then()
                .statusCode(200);
    }

    private ValidatableResponse pin(long fleet, String body) {
        return user().contentType("application/json")
                .body(body)
                .patch("/v7/application(" + fleet + ")")
                .then();
    }

    private static String pinTo(long release) {
        return "{\"should_be_running__release\":" + release + ",\"should_track_latest_release\":false}";
    }

    @Test
    void pinsAFleet() {
        pin(1700002, pinTo(1900106)).statusCode(200).body(emptyString());
        assertEquals(OptionalLong.of(1900106), sandbox.world().pinnedRelease(1700002));

        pin(1700002, pinTo(1900105)).statusCode(400).body(containsString("equal to \\\"success\\\""));
        pin(1700002, pinTo(900813)).statusCode(400);
        pin(1700002, pinTo(1)).statusCode(409).body(equalTo("\"Data is referenced by should_be_running__release.\""));
        pin(1700002, "{\"should_be_running__release\":1900101}").statusCode(400);
        pin(1700002, "not json").statusCode(400);
        user().contentType("text/plain")
                .body(pinTo(1900101))
                .patch("/v7/application(1700002)")
                .then()
                .statusCode(400);
        guest().contentType("application/json")
                .body(pinTo(1900101))
                .patch("/v7/application(1700002)")
                .then()
                .statusCode(401);
        assertEquals(OptionalLong.of(1900106), sandbox.world().pinnedRelease(1700002));
    }

    @Test
    void pinsAFleetOnlyIfItFitsTheFilter() {
        String uri = "/v7/application(1700002)?$filter=";
        String stale = "should_be_running__release%20eq%201900103%20and%20should_track_latest_release%20eq%20false";
        String unset = "should_be_running__release%20eq%20null";
        for (String filter : List.of(stale, unset)) {
            user().contentType("application/json")
                    .body(pinTo(1900106))
                    .patch(uri + filter)
                    .then()
                    .statusCode(200);
            assertEquals(OptionalLong.of(1900104), sandbox.world().pinnedRelease(1700002), "no row fits, no error");
        }
        user().contentType("application/json")
                .body(pinTo(1900106))
                .patch(uri + stale.replace("1900103", "1900104"))
                .then()
                .statusCode(200);
        assertEquals(OptionalLong.of(1900106), sandbox.world().pinnedRelease(1700002));
        user().contentType("application/json")
                .body(pinTo(1900104))
                .patch("/v7/application(1700002)?$top=1")
                .then()
                .statusCode(400);
    }

    @Test
    void countsTheDevicesOfAFleet() {
        get("/v7/application?$select=id&$expand=owns__device/$count&$filter=slug%20eq%20'sandbox/shop'")
                .body("d[0].owns__device", equalTo(40));
        get("/v7/application?$select=id&$expand=owns__device/$count($filter=is_running__release%20eq%20null)"
                        + "&$filter=id%20eq%201700002")
                .body("d[0].owns__device", equalTo(4));
        get("/v7/release?$select=id&$expand=is_running_on__device/$count($filter=belongs_to__application%20eq%20"
                        + "1700002%20and%20is_online%20eq%20true)&$filter=is_running_on__device/any(d:"
                        + "d/belongs_to__application%20eq%201700002%20and%20d/is_online%20eq%20true)&$orderby=id%20desc")
                .body("d.id", equalTo(List.of(1900104, 1900103, 1900102, 1900101)))
                .body("d.is_running_on__device", equalTo(List.of(14, 9, 4, 5)));
    }

    private CompletableFuture<HttpResponse<String>> deltaRequest(long from, long to) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(sandbox.url() + "/api/v3/delta?src=" + from + "&dest=" + to))
                .header("Authorization", "Bearer " + sandbox.token())
                .build();
        return HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .orTimeout(60, TimeUnit.SECONDS);
    }

    /** Waits until this many requests are held and their delta is being built. */
    private void awaitHeld(int count) {
        while (sandbox.mostConcurrent(request -> request.path().equals("/api/v3/delta")) < count || !isBuilding()) {
            Thread.onSpinWait();
        }
    }

    private boolean isBuilding() {
        World world = sandbox.world();
        return world.ids("delta").stream().anyMatch(id -> "running".equals(world.get("delta", id, "status")));
    }

    @Test
    void holdsADeltaRequestUntilItIsBuilt() {
        CompletableFuture<HttpResponse<String>> first = deltaRequest(2104001, 2106001);
        CompletableFuture<HttpResponse<String>> second = deltaRequest(2104001, 2106001);
        awaitHeld(2);
        get("/v7/delta?$select=status,is_stored_at__location&$filter=originates_from__image%20eq%202104001")
                .body(equalTo("{\"d\":[{\"status\":\"running\",\"is_stored_at__location\":null}]}"));

        clock.advance(Duration.ofSeconds(3));
        for (HttpResponse<String> answer :
                Stream.of(first, second).map(CompletableFuture::join).toList()) {
            assertEquals(200, answer.statusCode());
            assertTrue(answer.headers().firstValue("content-type").orElseThrow().startsWith("text/plain"));
            assertTrue(answer.body().matches("\\{\"name\":\"registry2.*:delta-[0-9a-f]{16}\"}"), answer.body());
        }
        get("/v7/delta?$select=status,error_message&$filter=originates_from__image%20eq%202104001")
                .body(equalTo("{\"d\":[{\"status\":\"success\",\"error_message\":null}]}"));
        get("/api/v3/delta?src=2104001&dest=2106001").statusCode(200);
        assertEquals(2, sandbox.mostConcurrent(request -> request.path().startsWith("/api/v3/")));
        assertEquals(1, sandbox.mostConcurrent(request -> request.path().startsWith("/v7/")));
    }

    @Test
    void holdsADeltaRequestForItsTimeAtMost() {
        sandbox.close();
        sandbox =
                Sandbox.start(VERTX, SandboxOptions.defaults().withClock(clock).withBuildTime(Duration.ofHours(1)));
        CompletableFuture<HttpResponse<String>> held = deltaRequest(2104001, 2106001);
        awaitHeld(1);
        clock.advance(Duration.ofSeconds(45));
        assertEquals(504, held.join().statusCode());
    }

    @Test
    void releasesAHeldRequestWhoseDeltaFails() {
        CompletableFuture<HttpResponse<String>> held = deltaRequest(2104001, 2106001);
        awaitHeld(1);
        List<Long> deltas = sandbox.world().ids("delta");
        sandbox.world().set("delta", deltas.get(deltas.size() - 1), "status", "failed");
        assertEquals(504, held.join().statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?src=1", "?src=a&dest=b", "?src=1&dest=2&wait=true", "?src=1115249&dest=1115249"})
    void refusesDeltaRequests(String query) {
        get("/api/v3/delta" + query).statusCode(400);
    }

    @Test
    void refusesDeltaRequestsForImagesThatAreNotThere() {
        get("/api/v3/delta?src=1&dest=2").statusCode(404).body(equalTo("image 1 not found"));
        get("/api/v3/delta?src=2104001&dest=2106002").statusCode(400).body(containsString("same service"));
    }

    @Test
    void remembersRequestsAsTheyCame() {
        user().header("X-Balena-Client", "test").get("/v7/release(1)?$select=id&$filter=id%20eq%201");
        SandboxRequest request = sandbox.requests().get(0);
        assertEquals("GET", request.method());
        assertEquals("/v7/release(1)?$select=id&$filter=id%20eq%201", request.uri());
        assertEquals("/v7/release(1)", request.path());
        assertEquals("test", request.headers().get("x-balena-client"));
        assertEquals(200, request.status());
        assertEquals(clock.instant(), request.at());
        sandbox.clearRequests();
        assertEquals(List.of(), sandbox.requests());
    }

    @Test
    void saysWhichPortIsInUse() {
        int port = sandbox.url().getPort();
        SandboxOptions same = SandboxOptions.defaults().withPort(port);
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> Sandbox.start(VERTX, same));
        assertTrue(refused.getMessage().startsWith("port " + port + " is in use"), refused.getMessage());
    }

    @Test
    void sandboxesShareNothing() {
        try (Sandbox other = Sandbox.start(VERTX, SandboxOptions.defaults())) {
            assertNotEquals(other.token(), sandbox.token());
            other.world().pin(1700002, 1900101);
            assertEquals(OptionalLong.of(1900104), sandbox.world().pinnedRelease(1700002));
            given().header("Authorization", "Bearer " + sandbox.token())
                    .get(other.url() + "/actor/v1/whoami")
                    .then()
                    .statusCode(401)
                    .body(not(matchesPattern(".+")));
        }
    }
}

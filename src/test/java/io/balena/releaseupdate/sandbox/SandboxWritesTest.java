package io.balena.releaseupdate.sandbox;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Writes of devices, releases and tags, with balena's responses. */
@Timeout(20)
class SandboxWritesTest {
    private static final Vertx VERTX = Vertx.vertx();

    private final World world = World.empty()
            .fleet(1, "org/one")
            .fleet(2, "org/two")
            .release(10, 1, "aa", "success", "1.0.0", true)
            .release(11, 1, "bb", "success", "2.0.0", true)
            .release(12, 1, "cc", "failed", "3.0.0", true)
            .release(13, 1, "dd", "success", "4.0.0", false)
            .release(20, 2, "aa", "success", "1.0.0", true)
            .pin(1, 10)
            .pin(2, 20);
    private final List<Long> ofOne = List.of(device(1), device(1), device(1));
    private final long ofTwo = device(2);
    private final MovableClock clock = new MovableClock();
    private Sandbox sandbox;

    private long device(long fleet) {
        return world.device(fleet, fleet == 1 ? 10L : 20L, false);
    }

    @BeforeEach
    void start() {
        start(SandboxOptions.defaults());
    }

    private void start(SandboxOptions options) {
        stop();
        sandbox = Sandbox.start(VERTX, options.withWorld(world).withClock(clock));
    }

    @AfterEach
    void stop() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    @AfterAll
    static void closeVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private RequestSpecification user() {
        return given().urlEncodingEnabled(false)
                .baseUri(sandbox.url().toString())
                .header("Authorization", "Bearer " + sandbox.token());
    }

    private ValidatableResponse patch(String uri, String body) {
        return user().contentType("application/json")
                .body(body)
                .patch("/v7/" + uri.replace(" ", "%20"))
                .then();
    }

    private ValidatableResponse post(String resource, String body) {
        return user().contentType("application/json")
                .body(body)
                .post("/v7/" + resource)
                .then();
    }

    private ValidatableResponse get(String uri) {
        return user().get("/v7/" + uri.replace(" ", "%20")).then();
    }

    private ValidatableResponse delete(String uri) {
        return user().delete("/v7/" + uri.replace(" ", "%20")).then();
    }

    private Object pin(long device) {
        return world.get("device", device, "is_pinned_on__release");
    }

    @Test
    void pinsTheDevicesThatFitTheFilter() {
        String condition = "device?$filter=belongs_to__application eq 1 and id in (" + ofOne.get(0) + "," + ofOne.get(2)
                + "," + ofTwo + ") and is_pinned_on__release eq null and belongs_to__application/any(a:a/id eq 1 and"
                + " a/should_be_running__release eq ORIGIN and a/should_track_latest_release eq false and"
                + " a/owns__release/any(r:r/id eq 11 and r/is_invalidated eq false and r/is_final eq true and"
                + " r/status eq 'success'))";
        patch(condition.replace("ORIGIN", "11"), "{\"is_pinned_on__release\":11}")
                .statusCode(200)
                .body(emptyString());
        assertNull(pin(ofOne.get(0)), "nothing fits, no error");

        patch(condition.replace("ORIGIN", "10"), "{\"is_pinned_on__release\":11}")
                .statusCode(200)
                .body(emptyString());
        assertEquals(11L, pin(ofOne.get(0)));
        assertNull(pin(ofOne.get(1)));
        assertEquals(11L, pin(ofOne.get(2)));
        assertNull(pin(ofTwo), "left out by the filter");
        assertEquals(clock.instant(), world.get("device", ofOne.get(0), "modified_at"));

        patch("device?$filter=is_pinned_on__release eq 11", "{\"is_pinned_on__release\":null}")
                .statusCode(200);
        assertNull(pin(ofOne.get(0)));
    }

    @Test
    void pinsAllOrNone() {
        String all = "device?$filter=id in (" + ofOne.get(0) + "," + ofTwo + ")";
        patch(all, "{\"is_pinned_on__release\":11}")
                .statusCode(400)
                .contentType("application/json")
                .body(containsString("\"It is necessary that "));
        patch("device(" + ofOne.get(0) + ")", "{\"is_pinned_on__release\":20}").statusCode(400);
        patch("device(" + ofOne.get(0) + ")", "{\"is_pinned_on__release\":12}").statusCode(400);
        patch("device(" + ofOne.get(0) + ")", "{\"is_pinned_on__release\":99}")
                .statusCode(409)
                .body(equalTo("\"Data is referenced by is_pinned_on__release.\""));
        assertNull(pin(ofOne.get(0)));
        assertNull(pin(ofTwo));

        world.invalidate(11, "broken");
        patch("device(" + ofOne.get(0) + ")", "{\"is_pinned_on__release\":11}").statusCode(200);
        patch("device(" + ofOne.get(1) + ")", "{\"is_pinned_on__release\":13}").statusCode(200);
        assertEquals(11L, pin(ofOne.get(0)), "an invalidated release is taken");
        assertEquals(13L, pin(ofOne.get(1)), "and a draft");
    }

    @Test
    void aMoveToAnotherFleetClearsThePin() {
        long device = ofOne.get(0);
        patch("device(uuid='" + world.get("device", device, "uuid") + "')", "{\"is_pinned_on__release\":11}")
                .statusCode(200);
        patch("device(" + device + ")", "{\"belongs_to__application\":2}").statusCode(200);
        assertNull(pin(device));
        assertEquals(20L, world.get("device", device, "should_be_running__release"));
        patch("device(" + device + ")", "{\"belongs_to__application\":99}").statusCode(409);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "device(1) | {`should_be_running__release`:11} | 400",
                "device(1) | {`is_online`:true} | 400",
                "device(1) | {`nonsense`:1} | 500",
                "device(1) | {`is_pinned_on__release`:`x`} | 400",
                "device(1) | {} | 400",
                "device(1) | nonsense | 400",
                "device | {`is_pinned_on__release`:null} | 400",
                "device?$filter=is_running__release eq is_pinned_on__release | {`is_pinned_on__release`:null} | 400",
                "device?$top=1 | {`is_pinned_on__release`:null} | 400",
                "device?$filter=nonsense eq 1 | {`is_pinned_on__release`:null} | 500",
                "image(1) | {`status`:`success`} | 405",
            })
    void refusesWhatBalenaComputesAndWhatNobodyShouldWrite(String uri, String body, int status) {
        patch(uri, body.replace('`', '"')).statusCode(status);
    }

    @Test
    void cutsOffAStatementThatTakesTooLong() {
        world.fleet(3, "org/large").release(30, 3, "ee").devices(3, 30L, 33_511, false);
        String body = "{\"is_pinned_on__release\":30}";
        patch("device?$filter=belongs_to__application eq 3", body)
                .statusCode(500)
                .body(emptyString());
        get("device/$count?$filter=is_pinned_on__release eq 30").body("d", equalTo(0));
        patch("device?$filter=belongs_to__application eq 3 and startswith(uuid,'0')", body)
                .statusCode(200);
    }

    @Test
    void aReleaseInUseStays() {
        world.set("device", ofOne.get(0), "is_pinned_on__release", 11);
        delete("release(11)").statusCode(400).body(containsString("It is necessary that"));
        delete("release(10)").statusCode(400);
        patch("release(11)", "{\"status\":\"failed\"}").statusCode(400);
        patch("release(11)", "{\"is_invalidated\":true,\"invalidation_reason\":\"broken\"}")
                .statusCode(200);
        assertEquals(true, world.get("release", 11, "is_invalidated"));
        assertEquals(11L, pin(ofOne.get(0)));

        world.set("device", ofOne.get(1), "is_running__release", 13);
        delete("release(13)").statusCode(200);
        get("device(" + ofOne.get(1) + ")?$select=id&$expand=is_running__release($select=id)")
                .body("d[0].is_running__release", hasSize(0));
        get("device/$count?$filter=is_running__release eq null").body("d", equalTo(0));
    }

    @Test
    void finalizesADraft() {
        patch("release(13)", "{\"is_final\":true}").statusCode(200);
        get("release(13)?$select=is_final,is_finalized_at__date")
                .body("d[0].is_final", equalTo(true))
                .body("d[0].is_finalized_at__date", equalTo("2026-01-02T03:04:05.000Z"));
        patch("release(13)", "{\"is_final\":false}").statusCode(400);
    }

    @Test
    void aFleetThatTracksTheLatestReleaseGetsTheNewestFinalOne() {
        patch("application(1)", "{\"should_track_latest_release\":true}").statusCode(200);
        get("application(1)?$select=should_track_latest_release&$expand=should_be_running__release($select=id)")
                .body("d[0].should_track_latest_release", equalTo(true))
                .body("d[0].should_be_running__release[0].id", equalTo(11));
    }

    @Test
    void aTagIsWrittenOnce() {
        post("release_tag", "{\"release\":11,\"tag_key\":\"stage\",\"value\":\"one\"}")
                .statusCode(201)
                .body("tag_key", equalTo("stage"))
                .body("release.__id", equalTo(11));
        post("release_tag", "{\"release\":11,\"tag_key\":\"stage\",\"value\":\"two\"}")
                .statusCode(409);
        get("release_tag(release=11,tag_key='stage')?$select=value").body("d.value", equalTo(List.of("one")));
        get("release_tag?$select=tag_key,value&$filter=release eq 11 and startswith(tag_key,'sta')")
                .body("d.tag_key", equalTo(List.of("stage")));
        get("release?$select=id&$filter=release_tag/any(t:t/tag_key eq 'stage' and t/value eq 'one')")
                .body("d.id", equalTo(List.of(11)));
        get("release_tag(release=11,tag_key='none')").statusCode(200).body("d", hasSize(0));
        delete("release_tag(release=11,tag_key='stage')").statusCode(200);
        get("release_tag").body("d", hasSize(0));
        delete("release_tag(release=11,tag_key='stage')").statusCode(200);
    }

    @Test
    void aTagIsChangedIfItIsThereAndReplacedInAnyCase() {
        patch("release_tag(release=11,tag_key='k')", "{\"value\":\"v\"}").statusCode(200);
        get("release_tag").body("d", hasSize(0));
        put("release_tag(release=11,tag_key='k')", "{\"value\":\"v\"}").statusCode(200);
        long id = world.ids("release_tag").get(0);
        patch("release_tag(release=11,tag_key='k')", "{\"value\":\"w\"}").statusCode(200);
        assertEquals("w", world.get("release_tag", id, "value"));
        put("release_tag(release=11,tag_key='k')", "{\"value\":\"x\"}").statusCode(200);
        get("release_tag?$select=id,value").body("d.value", equalTo(List.of("x")));
    }

    private ValidatableResponse put(String uri, String body) {
        return user().contentType("application/json")
                .body(body)
                .put("/v7/" + uri)
                .then();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "11 | a b | v | 400",
                "11 | `a	b` | v | 400",
                "11 | `` | v | 400",
                "11 | io.balena.x | v | 400",
                "11 | io.resin.x | v | 400",
                "11 | io.balenax | v | 201",
                "99 | k | v | 409",
            })
    void tagsHaveRules(long release, String key, String value, int status) {
        post(
                        "release_tag",
                        "{\"release\":" + release + ",\"tag_key\":\"" + key.replace("\t", "\\t") + "\",\"value\":\""
                                + value + "\"}")
                .statusCode(status);
    }

    @Test
    void tagsHaveLimits() {
        String body = "{\"OWNER\":ID,\"tag_key\":\"k\",\"value\":\"VALUE\"}";
        String ofRelease = body.replace("OWNER", "release").replace("ID", "11");
        post("release_tag", ofRelease.replace("VALUE", "v".repeat(1001))).statusCode(400);
        post("release_tag", ofRelease.replace("VALUE", "v".repeat(1000))).statusCode(201);
        String ofDevice =
                body.replace("OWNER", "device").replace("ID", ofOne.get(0).toString());
        post("device_tag", ofDevice.replace("VALUE", "v".repeat(60_159))).statusCode(400);
        post("device_tag", ofDevice.replace("VALUE", "v".repeat(60_158))).statusCode(201);
        get("device?$select=id&$filter=device_tag/any(t:t/tag_key eq 'k')").body("d.id", hasSize(1));
        post("release_tag", "{\"release\":11,\"tag_key\":\"k\"}").statusCode(400);
        post("release_tag", "{\"release\":11,\"tag_key\":\"k\",\"value\":1}").statusCode(400);
    }

    @Test
    void withoutRightsThereIsNothingToReadAndNothingChanges() {
        start(SandboxOptions.defaults().withFaults("tags=no-rights", "pin-devices=ignored"));
        world.add("release_tag", "release", 11, "tag_key", "k", "value", "v");
        get("release_tag").statusCode(200).body(equalTo("{\"d\":[]}"));
        post("release_tag", "{\"release\":11,\"tag_key\":\"l\",\"value\":\"v\"}")
                .statusCode(401);
        delete("release_tag(release=11,tag_key='k')").statusCode(200);
        patch("device(" + ofOne.get(0) + ")", "{\"is_pinned_on__release\":11}").statusCode(200);
        assertEquals(1, world.ids("release_tag").size());
        assertNull(pin(ofOne.get(0)));
    }

    @Test
    void anApiCanLackPropertiesOfDevices() {
        start(SandboxOptions.defaults().withMissing("device.is_active", "device.is_frozen"));
        for (String query : List.of("$filter=is_active eq true", "$select=id,is_frozen", "$orderby=is_frozen")) {
            get("device?" + query).statusCode(500).body(emptyString());
        }
        get("device?$top=1&$filter=belongs_to__application eq 1")
                .body("d[0].containsKey('is_active')", equalTo(false))
                .body("d[0].containsKey('is_online')", equalTo(true));
        start();
        get("device?$top=1").body("d[0].is_active", equalTo(true)).body("d[0].is_frozen", equalTo(false));
    }

    @Test
    void testsCanLookAndChangeThingsAroundEachRequest() {
        List<String> seen = new ArrayList<>();
        sandbox.beforeEach(request -> {
            seen.add(request.method() + " " + pin(ofOne.get(0)) + " " + request.body());
            world.set("device", ofOne.get(1), "is_pinned_on__release", 10);
        });
        sandbox.afterEach(request -> seen.add("then " + pin(ofOne.get(0)) + " " + pin(ofOne.get(1))));
        patch(
                "device?$filter=belongs_to__application eq 1 and is_pinned_on__release eq null",
                "{\"is_pinned_on__release\":11}");
        assertEquals(List.of("PATCH null {\"is_pinned_on__release\":11}", "then 11 10"), seen);
    }

    @Test
    void whatATestFindsWrongIsAnError() {
        sandbox.afterEach(request -> {
            throw new AssertionError("not so");
        });
        get("release").statusCode(500).body(containsString("not so"));
    }

    @Test
    void writesCanGoWrong() {
        start(SandboxOptions.defaults()
                .withFaults("pin-devices=late/20*1", "pin-devices=done/500*1", "pin-devices=ignored*1"));
        String device = "device(" + ofOne.get(0) + ")";
        patch(device, "{\"is_pinned_on__release\":11}").statusCode(504);
        assertNull(pin(ofOne.get(0)));
        clock.advance(Duration.ofSeconds(20));
        get("release").statusCode(200);
        assertEquals(11L, pin(ofOne.get(0)), "with the first request after it is due");
        patch(device, "{\"is_pinned_on__release\":10}").statusCode(500);
        assertEquals(10L, pin(ofOne.get(0)));
        patch(device, "{\"is_pinned_on__release\":11}").statusCode(200);
        assertEquals(10L, pin(ofOne.get(0)));
    }

    @Test
    void aPinWakesTheDevicesOfItsFleet() {
        long device = world.device(1, 10L, true);
        patch("device(" + device + ")", "{\"is_pinned_on__release\":11}").statusCode(200);
        clock.advance(Duration.ofSeconds(36));
        get("device(" + device + ")?$select=update_status,is_running__release")
                .body("d[0].update_status", equalTo("done"))
                .body("d[0].is_running__release.__id", equalTo(11));
    }
}

package io.balena.releaseupdate.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ODataTest {
    private final World world = World.empty()
            .fleet(1, "org/one")
            .fleet(2, "org/two")
            .release(10, 1, "aaaa00", "success", "1.0.0", true)
            .release(11, 1, "aaaa11", "failed", "1.1.0", true)
            .release(12, 1, "it's", "success", "2.0.0+rev4", false)
            .release(20, 2, "aaaa00", "success", "1.0.0", true)
            .image(100, "success", "registry/v2/a", "sha256:a", 5_000_000_000L)
            .image(101, "success", "registry/v2/b", "sha256:b", null)
            .image(102, "failed", "registry/v2/c", "sha256:c", 3L)
            .contain(10, "main", 100)
            .contain(12, "main", 101)
            .contain(12, "db", 102)
            .delta(500, 100, 101, "registry/v2/b:delta-1", 42)
            .delta(501, 100, 101, 3, "running", null, null, null, Instant.parse("2026-01-01T00:00:00Z"))
            .devices(1, 10L, 2, true)
            .devices(1, 12L, 1, false)
            .devices(2, 10L, 1, true)
            .devices(1, null, 1, false)
            .pin(1, 10);

    private JsonNode d(String query) {
        return new ODataEvaluator(world).answer(ODataParser.parse(query)).get("d");
    }

    private String ids(String resource, String filter) {
        StringBuilder ids = new StringBuilder();
        d(resource + "?$select=id&$filter=" + filter)
                .forEach(row -> ids.append(ids.isEmpty() ? "" : " ").append(row.get("id")));
        return ids.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "id eq 10 | 10",
                "id ne 10 | 11 12 20",
                "id gt 11 | 12 20",
                "id ge 12 | 12 20",
                "id lt 11 | 10",
                "id le 11 | 10 11",
                "10 eq id | 10",
                "id in (10, 12,999) | 10 12",
                "status in ('failed') | 11",
                "startswith(commit,'aaaa') | 10 11 20",
                "startswith(commit, 'aaaa1') | 11",
                "endswith(commit,'00') | 10 20",
                "contains(commit,'t''') | 12",
                "commit eq 'it''s' | 12",
                "raw_version eq '2.0.0+rev4' | 12",
                "is_final eq false | 12",
                "is_final | 10 11 20",
                "not is_final | 12",
                "not (id eq 10 or id eq 11) | 12 20",
                "id eq 10 or id eq 11 and status eq 'success' | 10",
                "(id eq 10 or id eq 11) and status eq 'success' | 10",
                "invalidation_reason eq null | 10 11 12 20",
                "invalidation_reason ne null | ``",
                "revision gt 1 | ``",
                "not (revision gt 1) | ``",
                "not (revision gt 1 and id eq 10) | 11 12 20",
                "revision gt 1 or id eq 10 | 10",
                "belongs_to__application eq 2 | 20",
                "belongs_to__application/slug eq 'org/two' | 20",
                "belongs_to__application/any(a:a/slug eq 'org/one') and status eq 'success' | 10 12",
                "release_image/any(ri:ri/image/any(i:i/status eq 'failed')) | 12",
                "release_image/any(ri:ri/image/is_a_build_of__service/service_name eq 'db') | 12",
                "is_running_on__device/any(d:d/belongs_to__application eq 1) | 10 12",
                "is_running_on__device/any(d:d/belongs_to__application eq belongs_to__application) | 10 12",
                "created_at gt datetime'2025-01-01T00:00:00Z' | 10 11 12 20",
                "created_at gt datetime'2026-01-01T00:00:00.000Z' | ``",
            })
    void filters(String filter, String ids) {
        assertEquals(ids, ids("release", filter));
    }

    @Test
    void deltasOfPairs() {
        assertEquals(
                "500 501",
                ids("delta", "version eq 3 and originates_from__image in (100) and produces__image in (101,102)"));
        assertEquals(
                "500",
                ids(
                        "delta",
                        "status eq 'success' or (status eq 'running' and update_timestamp gt"
                                + " datetime'2026-01-01T00:00:00.000Z')"));
        assertEquals(
                "500 501", ids("delta", "produces__image/any(i:i/release_image/any(r:r/is_part_of__release eq 12))"));
    }

    @Test
    void selectsExpandsAndCounts() {
        assertEquals(
                "[{\"id\":10,\"is_running_on__device\":2},{\"id\":12,\"is_running_on__device\":1}]",
                d("release?$select=id&$filter=is_running_on__device/any(d:d/belongs_to__application eq 1)"
                                + "&$expand=is_running_on__device/$count($filter=belongs_to__application eq 1)")
                        .toString());
        assertEquals(
                "[{\"id\":12,\"belongs_to__application\":[{\"slug\":\"org/one\"}],\"release_image\":["
                        + "{\"image\":[{\"id\":101,\"is_a_build_of__service\":[{\"service_name\":\"main\"}]}]},"
                        + "{\"image\":[]}]}]",
                removeIds(d("release(12)?$select=id&$expand=belongs_to__application($select=slug),"
                        + "release_image($select=id;$expand=image($select=id;$filter=status eq 'success';"
                        + "$expand=is_a_build_of__service($select=service_name)))")));
        assertEquals("5", d("device/$count").toString());
        assertEquals("1", d("device/$count?$filter=is_running__release eq null").toString());
    }

    /** The ids of release images are of no interest, and made up. */
    private static String removeIds(JsonNode releases) {
        releases.get(0).get("release_image").forEach(row -> ((ObjectNode) row).remove("id"));
        return releases.toString();
    }

    @Test
    void writesValuesAsTheApiDoes() {
        assertEquals(
                "[{\"id\":100,\"image_size\":\"5000000000\"},{\"id\":101,\"image_size\":null},"
                        + "{\"id\":102,\"image_size\":\"3\"}]",
                d("image?$select=id,image_size").toString());
        assertEquals(
                "[{\"size\":\"42\",\"originates_from__image\":{\"__id\":100}}]",
                d("delta(500)?$select=size,originates_from__image").toString());
        assertEquals(
                "[{\"update_timestamp\":\"2026-01-01T00:00:00.000Z\"}]",
                d("delta(501)?$select=update_timestamp").toString());
    }

    @Test
    void sendsEverythingToAClientThatSelectsNothing() {
        JsonNode release = d("release(10)").get(0);
        assertTrue(release.get("build_log").textValue().length() > 20_000);
        assertTrue(release.get("composition").isObject());
        assertTrue(release.has("note"));
        assertEquals(1, release.get("belongs_to__application").get("__id").intValue());
        assertFalse(release.has("raw_version"), "the API sends it only when selected");
        assertFalse(release.has("release_image"));
    }

    @Test
    void ordersAndPages() {
        assertEquals(
                "[{\"id\":20}]", d("release?$select=id&$orderby=id desc&$top=1").toString());
        assertEquals(
                "[{\"id\":12}]",
                d("release?$select=id&$orderby=id desc&$top=1&$skip=1").toString());
        assertEquals(
                "[{\"id\":11},{\"id\":20},{\"id\":12},{\"id\":10}]",
                d("release?$select=id&$orderby=status asc,id desc").toString());
        assertEquals(
                "[{\"id\":101},{\"id\":100},{\"id\":102}]",
                d("image?$select=id&$orderby=image_size desc").toString());
    }

    @Test
    void findsByKey() {
        assertEquals("[{\"id\":1}]", d("application(slug='org/one')?$select=id").toString());
        assertEquals("[{\"id\":10}]", d("release(@id)?@id=10&$select=id").toString());
        assertEquals("[]", d("release(999)").toString());
        assertEquals("[]", d("release(11)?$filter=status eq 'success'").toString());
    }

    @Test
    void aDeviceFollowsItsPinElseItsFleet() {
        long device = world.ids("device").get(0);
        assertEquals(
                4,
                d("release(10)?$expand=should_be_running_on__device")
                        .get(0)
                        .get("should_be_running_on__device")
                        .size());
        world.set("device", device, "is_pinned_on__release", 12);
        assertEquals(12L, world.get("device", device, "should_be_running__release"));
        assertEquals(
                "1",
                d("release(12)?$select=id&$expand=should_be_running_on__device/$count")
                        .get(0)
                        .get("should_be_running_on__device")
                        .toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "releases | unknown resource 'releases'",
                "release(abc) | 'abc' as a key of release",
                "release(commit='a') | 'commit' is not a key",
                "release(1)/release_image | '/release_image'",
                "release(@id) | no value for the parameter '@id'",
                "release?$select=idd | unknown property 'idd' of release",
                "release?$select=release_image | unknown property 'release_image'",
                "release?$select=id;$top=1 | ';$top=1'",
                "release?$format=json | the option '$format=json'",
                "release?$select=id&$select=id | $select twice",
                "release?$expand=commit | unknown navigation 'commit'",
                "release?$expand=release_image($select=id&$top=1) | ')' is expected",
                "release?$expand=is_running_on__device/$count($select=id) | $count with another option",
                "release?$filter=nonsense eq 1 | unknown property 'nonsense'",
                "release?$filter=id eq 'x' | a comparison of INTEGER with TEXT",
                "release?$filter=created_at gt '2025-01-01' | a comparison of DATE with TEXT",
                "release?$filter=id | a value where a condition is expected",
                "release?$filter=tolower(commit) eq 'a' | the function 'tolower'",
                "release?$filter=release_image/image eq 5 | leads to many rows",
                "release?$filter=release_image/all(r:r/id eq 1) | leads to many rows",
                "release?$filter=id eq 1 xor id eq 2 | ' xor id eq 2'",
                "release?$filter=id+eq+1 | a value where a condition is expected",
                "release?$filter=commit eq 'a | without its closing quote",
                "release?$filter=created_at gt datetime'yesterday' | the time 'yesterday'",
                "release?$filter=id in () | where a number is expected",
                "release?$orderby=id down | ' down'",
                "release?$top=-1 | where a number is expected",
                "release(1)/$count | a key and $count together",
            })
    void refusesWhatItDoesNotUnderstand(String query, String why) {
        RefusedException refused = assertThrows(RefusedException.class, () -> ODataParser.parse(query));
        assertEquals(400, refused.status());
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "release(2147483648)",
                "release(99999999999999999999)",
                "release?$filter=id eq 2147483648",
                "release?$filter=id in (1,2147483648)"
            })
    void failsAsPostgresDoesBeyond32Bits(String query) {
        RefusedException refused = assertThrows(RefusedException.class, () -> ODataParser.parse(query));
        assertEquals(500, refused.status());
        assertEquals("", refused.getMessage());
    }

    @Test
    void bigIntegersCompareBeyond32Bits() {
        assertEquals("100", ids("image", "image_size gt 4999999999"));
    }
}

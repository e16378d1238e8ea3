package io.balena.releaseupdate.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.balena.releaseupdate.sandbox.data.RefusedException;
import io.balena.releaseupdate.sandbox.data.Resource;
import io.balena.releaseupdate.sandbox.data.Resource.Property;
import io.balena.releaseupdate.sandbox.odata.ODataEvaluator;
import io.balena.releaseupdate.sandbox.odata.ODataParser;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
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
        return new ODataEvaluator(world.data(), Set.of())
                .evaluate(ODataParser.parse(query, Set.of()))
                .get("d");
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
                "id in (12,10,12) | 10 12",
                "id eq 10 and belongs_to__application eq 2 | ``",
                "belongs_to__application eq 1 and status eq 'success' and id ne 10 | 12",
                "not(id eq 10) | 11 12 20",
                "not(is_final) and not(status eq 'failed') | 12",
                "substring(commit,4,1) eq '1' | 11",
                "substring(commit,4) eq '00' | 10 20",
                "substring(commit,3,99) lt 'a1' | 10 20",
                "substring(invalidation_reason,0,1) eq 'x' | ``",
                "semver_major eq 2 | 12",
                "is_running_on__device/any(d:1 eq 1) | 10 12",
                "is_running_on__device/any(d:d/belongs_to__application/any(a:a/slug eq 'org/two')) | 10",
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
                "release(abc) | 'abc' as a key of release",
                "release(commit='a') | 'commit' is not a key",
                "release(1)/release_image | '/release_image'",
                "release(@id) | no value for the parameter '@id'",
                "release?$select=id;$top=1 | ';$top=1'",
                "release?$format=json | the option '$format=json'",
                "release?$select=id&$select=id | $select twice",
                "release?$expand=release_image($select=id&$top=1) | ')' is expected",
                "release?$expand=is_running_on__device/$count($select=id) | $count with another option",
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
                "release_tag(release=1) | 'release' is not a key",
                "release?$expand=release_image,release_image($select=id) | release_image expanded twice",
                "device?$filter=is_running__release eq is_pinned_on__release | a comparison of two properties",
                "device?$filter=1 eq 1 and belongs_to__application/slug ne device_name | a comparison of two properties",
                "release?$filter=is_running_on__device/any(d:d/belongs_to__application eq belongs_to__application)"
                        + " | a comparison of two properties",
                "release?$filter=startswith(commit,raw_version) | a comparison of two properties",
                "release?$filter=substring(commit) eq 'a' | where ',' is expected",
                "$batch | where a resource is expected",
                "release?$apply=aggregate(id with sum as x) | the option",
            })
    void refusesWhatItDoesNotUnderstand(String query, String why) {
        RefusedException refused = assertThrows(RefusedException.class, () -> ODataParser.parse(query, Set.of()));
        assertEquals(400, refused.status());
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "release?$select=idd | unknown property 'idd' of release",
                "release?$select=release_image | unknown property 'release_image'",
                "release?$expand=commit | unknown navigation 'commit'",
                "release?$expand=is_pinned_to__device($select=current_status) | unknown property 'current_status'",
                "release?$filter=nonsense eq 1 | unknown property 'nonsense'",
                "device?$filter=is_frozen eq true | unknown property 'is_frozen'",
                "device?$select=id,is_frozen | unknown property 'is_frozen'",
            })
    void saysNothingButThatItFailedToAnUnknownProperty(String query, String why) {
        Set<Property> missing = Set.of(Resource.DEVICE.require("is_frozen"));
        RefusedException refused = assertThrows(RefusedException.class, () -> ODataParser.parse(query, missing));
        assertEquals(500, refused.status());
        assertEquals("", refused.body());
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    @Test
    void anUnknownResourceLooksLikeOneWithoutRights() {
        RefusedException refused = assertThrows(RefusedException.class, () -> ODataParser.parse("releases", Set.of()));
        assertEquals(401, refused.status());
        assertEquals("", refused.body());
    }

    @Test
    void leavesOutWhatTheApiLacks() {
        Set<Property> missing = Set.of(Resource.DEVICE.require("is_frozen"));
        JsonNode device = new ODataEvaluator(world.data(), missing)
                .evaluate(ODataParser.parse("device?$top=1", missing))
                .get("d")
                .get(0);
        assertFalse(device.has("is_frozen"));
        assertTrue(device.has("is_active"));
    }

    @Test
    void ordersDownwardsUnlessToldOtherwise() {
        assertEquals("[{\"id\":20}]", d("release?$select=id&$orderby=id&$top=1").toString());
        assertEquals(
                "[{\"id\":10},{\"id\":12},{\"id\":20},{\"id\":11}]",
                d("release?$select=id&$orderby=status,belongs_to__application asc,id asc")
                        .toString());
    }

    @Test
    void countsByAnyConditionInOneStatement() {
        assertEquals(
                "[{\"id\":1,\"owns__device\":4,\"owns__release\":[{\"id\":12,\"belongs_to__application\":"
                        + "[{\"id\":1,\"owns__device\":1}]}]}]",
                d("application?$select=id&$filter=id eq 1&$expand=owns__device/$count,owns__release($select=id;"
                                + "$filter=id eq 12;$expand=belongs_to__application($select=id;"
                                + "$expand=owns__device/$count($filter=is_running__release eq null)))")
                        .toString());
        world.set("device", world.ids("device").get(0), "is_pinned_on__release", 12);
        assertEquals(
                "[{\"id\":12,\"is_running_on__device\":1,\"is_pinned_to__device\":1,"
                        + "\"should_be_running_on__device\":1}]",
                d("release(12)?$select=id&$expand=is_running_on__device/$count($filter=is_pinned_on__release eq null),"
                                + "is_pinned_to__device/$count($filter=belongs_to__application eq 1),"
                                + "should_be_running_on__device/$count")
                        .toString());
    }

    @Test
    void tellsDevicesOfADeletedReleaseFromThoseWithoutOne() {
        world.remove("release", 12);
        assertEquals(
                1, d("device?$select=id&$filter=is_running__release eq null").size());
        assertEquals(
                1,
                d("device?$select=id&$filter=is_running__release ne null and not(is_running__release/any(r:1 eq 1))")
                        .size());
        assertEquals(
                1,
                d("device?$select=id&$filter=is_running__release/any(r:r/belongs_to__application ne 2) and"
                                + " belongs_to__application eq 2")
                        .size());
    }

    @Test
    void findsSystemsThatAreTooOldForDeltas() {
        String[] old = {
            "Resin OS 2.12.0", "balenaOS 1.30.1", "balenaOS 2.9.3+rev1", "balenaOS 2.46.9", "balenaOS 2.47.0"
        };
        String[] young = {"balenaOS 2.47.1", "balenaOS 2.113.4", "balenaOS 6.5.39"};
        for (String version : old) {
            world.device(2, null, true, "os_version", version);
        }
        for (String version : young) {
            world.device(2, null, true, "os_version", version);
        }
        JsonNode found = d("device?$select=os_version&$filter=startswith(os_version,'Resin OS ') or"
                + " startswith(os_version,'balenaOS 1.') or (startswith(os_version,'balenaOS 2.') and"
                + " (substring(os_version,12,1) eq '.' or (substring(os_version,13,1) eq '.' and"
                + " substring(os_version,11,2) lt '47') or startswith(os_version,'balenaOS 2.47.0')))&$orderby=id asc");
        assertEquals(
                List.of(old),
                StreamSupport.stream(found.spliterator(), false)
                        .map(row -> row.get("os_version").textValue())
                        .toList());
    }

    @Test
    void findsDevicesByTheirVariables() {
        long off = world.ids("device").get(0);
        long on = world.ids("device").get(1);
        world.add("device_config_variable", "device", off, "name", "RESIN_SUPERVISOR_DELTA", "value", "0")
                .add("device_config_variable", "device", on, "name", "RESIN_SUPERVISOR_DELTA", "value", "1")
                .add(
                        "application_config_variable",
                        "application",
                        1,
                        "name",
                        "BALENA_SUPERVISOR_DELTA",
                        "value",
                        "off");
        assertEquals(
                "[{\"id\":" + off + "}]",
                d("device?$select=id&$filter=device_config_variable/any(v:v/name in ('RESIN_SUPERVISOR_DELTA',"
                                + "'BALENA_SUPERVISOR_DELTA') and v/value in ('0','false','off'))")
                        .toString());
        assertEquals(
                "[{\"name\":\"BALENA_SUPERVISOR_DELTA\",\"value\":\"off\"}]",
                d("application_config_variable?$select=name,value&$filter=application eq 1")
                        .toString());
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
        RefusedException refused = assertThrows(RefusedException.class, () -> ODataParser.parse(query, Set.of()));
        assertEquals(500, refused.status());
        assertEquals("", refused.body());
    }

    @Test
    void bigIntegersCompareBeyond32Bits() {
        assertEquals("100", ids("image", "image_size gt 4999999999"));
    }
}

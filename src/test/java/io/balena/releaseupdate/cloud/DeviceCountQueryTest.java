package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceCountQueryTest {

    private static final DeviceCountQuery TWO = new DeviceCountQuery(List.of("", "is_frozen eq true"), 5);

    @Test
    void oneCountNeedsNoWayThroughARelease() {
        assertEquals("owns__device/$count", new DeviceCountQuery(List.of(""), 5).expand());
        assertEquals("owns__device/$count($filter=a eq b)", new DeviceCountQuery(List.of("a eq b"), 5).expand());
    }

    @Test
    void eachFurtherCountGoesToTheReleaseAndBack() {
        assertEquals(
                "owns__device/$count,owns__release($select=id;$filter=id eq 5;$expand=belongs_to__application("
                        + "$select=id;$expand=owns__device/$count($filter=is_frozen eq true)))",
                TWO.expand());
    }

    @Test
    void readsTheCountsInTheOrderOfTheConditions() {
        assertEquals(List.of(7L, 2L), TWO.read(counting(7L, back(counting(2L, null)))));
    }

    @Test
    void whatElseIsExpandedStandsWithTheLastCount() {
        ApiRows.FleetRow last = counting(2L, null);
        assertEquals(last, TWO.lastFleet(counting(7L, back(last))));
        ApiRows.FleetRow only = counting(7L, back(last));
        assertEquals(only, new DeviceCountQuery(List.of(""), 5).lastFleet(only));
        assertEquals("owns__device/$count,slug", new DeviceCountQuery(List.of(""), 5, "slug").expand());
    }

    @Test
    void anAnswerThatEndsTooEarlyIsNoAnswer() {
        assertSays("a fleet without its devices", counting(null, null));
        assertSays("a fleet without its release", counting(7L, null));
        assertSays("a fleet without its release", counting(7L, List.of()));
        assertSays("a release without its fleet", counting(7L, release(null)));
        assertSays("a fleet without its devices", counting(7L, back(counting(null, null))));
    }

    private static void assertSays(String complaint, ApiRows.FleetRow row) {
        assertEquals(
                complaint,
                assertThrows(MalformedResponse.class, () -> TWO.read(row)).getMessage());
    }

    static ApiRows.FleetRow counting(Long count, List<ApiRows.ReleaseRow> releases) {
        return new ApiRows.FleetRow(1L, "acme/kiosk", null, null, count, releases, null);
    }

    static List<ApiRows.ReleaseRow> back(ApiRows.FleetRow fleet) {
        return release(List.of(fleet));
    }

    private static List<ApiRows.ReleaseRow> release(List<ApiRows.FleetRow> fleet) {
        return List.of(new ApiRows.ReleaseRow(5L, null, null, null, null, null, fleet, null, null, null, null));
    }
}

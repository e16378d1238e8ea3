package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.SourceRelease;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows that make no sense, for one release among those that a fleet's devices run. */
class UnusableRowsTest {

    private static final ApiRows.FleetRow FLEET = new ApiRows.FleetRow(1L, "acme/kiosk", null, null, null, null, null);

    static Stream<ApiRows.ReleaseRow> rows() {
        return Stream.of(
                row("abcdef1", List.of(image(List.of(new ApiRows.ServiceRow(5L, null)), "location", 7L))),
                row("abcdef1", List.of(image(List.of(), "location", 7L))),
                row("abcdef1", List.of(image(null, "location", 7L))),
                row("abcdef1", List.of(image(List.of(new ApiRows.ServiceRow(5L, "main")), null, 7L))),
                row("abcdef1", List.of(image(List.of(new ApiRows.ServiceRow(5L, "main")), "location", -7L))),
                row("abcdef1", List.of(new ApiRows.ReleaseImageRow(3L, null))),
                row("abcdef1", List.of(new ApiRows.ReleaseImageRow(3L, List.of()))),
                row("abcdef1", null),
                row(null, List.of()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void suchAReleaseIsUnusableAndNamed(ApiRows.ReleaseRow row) {
        SourceRelease.Unusable source = assertInstanceOf(SourceRelease.Unusable.class, SourceRequests.source(row));
        assertTrue(source.reason().contains("release 101"), source.reason());
    }

    @Test
    void aRunningReleaseNeedsNoMoreThanItsIdAndItsDevices() {
        var row = new ApiRows.ReleaseRow(101L, null, null, null, null, null, null, null, null, 17L, null);
        var counts = new FleetDeviceQuery.Counts(0, 0, 0, 17, 0, 0, 0, 0, List.of(row));
        var running = FleetDeviceRequests.own(new Fleet(1, "acme/kiosk"), counts, Map.of(), Map.of())
                .get(0);
        assertEquals(101, running.name().id());
        assertEquals("", running.name().commit());
        assertEquals(17, running.deviceCount());
    }

    @Test
    void devicesThatChangeBetweenTwoRequestsAreCountedOnce() {
        var row = new ApiRows.ReleaseRow(101L, null, null, null, null, null, null, null, null, 17L, null);
        var counts = new FleetDeviceQuery.Counts(0, 0, 0, 17, 0, 0, 12, 9, List.of(row));
        var running = FleetDeviceRequests.own(new Fleet(1, "acme/kiosk"), counts, Map.of(101L, 12L), Map.of(101L, 9L))
                .get(0);
        assertEquals(17, running.deltasOff() + running.oldSystem() + running.capableCount());
        assertEquals(12, running.deltasOff());
    }

    private static ApiRows.ReleaseRow row(String commit, List<ApiRows.ReleaseImageRow> images) {
        return new ApiRows.ReleaseRow(
                101L, commit, "success", null, null, null, List.of(FLEET), images, null, null, null);
    }

    private static ApiRows.ReleaseImageRow image(List<ApiRows.ServiceRow> services, String location, Long size) {
        return new ApiRows.ReleaseImageRow(
                3L, List.of(new ApiRows.ImageRow(11L, "success", location, "sha256:1", size, services)));
    }
}

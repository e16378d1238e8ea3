package io.balena.releaseupdate.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.balena.releaseupdate.model.DeviceCounts;
import io.balena.releaseupdate.model.DeviceState;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatusQueryTest {

    private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05.678901Z");
    private static final String PINNED = "is_pinned_on__release eq 5";
    private static final String OUTDATED = PINNED + " and is_running__release ne 5";
    private static final String REACHABLE = "api_heartbeat_state in ('online','timeout')";
    private static final String RECENT = "last_update_status_event ge datetime'2026-01-02T03:04:05.678Z'";
    private static final String OLD =
            "last_update_status_event eq null or last_update_status_event lt datetime'2026-01-02T03:04:05.678Z'";

    private static final StatusQuery FULL = query("update_status", "last_update_status_event", "api_heartbeat_state");
    private static final StatusQuery BARE = query("uuid");

    @Test
    void anApiThatShowsLittleCountsWhatItCan() {
        assertEquals(
                List.of(
                        "",
                        PINNED,
                        "is_pinned_on__release ne null and is_pinned_on__release ne 5",
                        PINNED + " and is_running__release eq 5"),
                BARE.counts().filters());
    }

    @Test
    void theDevicesOfEachStateAreCounted() {
        assertEquals(
                List.of(
                        "",
                        PINNED,
                        "is_pinned_on__release ne null and is_pinned_on__release ne 5",
                        PINNED + " and is_running__release eq 5",
                        OUTDATED + " and update_status eq 'rejected' and " + RECENT,
                        OUTDATED + " and not(" + REACHABLE + ") and (update_status eq null or update_status ne"
                                + " 'rejected' or " + OLD + ")",
                        OUTDATED + " and " + REACHABLE + " and update_status eq 'applying changes' and " + RECENT,
                        OUTDATED + " and " + REACHABLE + " and update_status eq 'downloaded' and " + RECENT,
                        OUTDATED + " and " + REACHABLE + " and update_status eq 'downloading' and " + RECENT),
                FULL.counts().filters());
    }

    @Test
    void inactiveAndFrozenDevicesAreCountedWhereTheApiKnowsThem() {
        String able = "is_active ne false and is_frozen ne true and ";
        assertEquals(
                List.of(
                        "",
                        able + PINNED,
                        able + "is_pinned_on__release ne null and is_pinned_on__release ne 5",
                        "is_active eq false",
                        "is_active ne false and is_frozen eq true",
                        able + PINNED + " and is_running__release eq 5"),
                query("is_active", "is_frozen").counts().filters());
    }

    @Test
    void followingDevicesCountIfTheReleaseIsTheFleets() {
        var fleets = new StatusQuery(new DeviceFields(Set.of()), 5, true, SINCE);
        assertEquals(
                "(" + PINNED + " or is_pinned_on__release eq null) and is_running__release eq 5",
                fleets.counts().filters().get(3));
    }

    @Test
    void readsEachCountIntoItsPlace() {
        StatusQuery query =
                query("is_active", "is_frozen", "update_status", "last_update_status_event", "api_heartbeat_state");
        DeviceCounts counts = query.read(fleet(1000, 500, 20, 4, 3, 100, 1, 50, 11, 12, 13));
        assertEquals(
                new DeviceCounts(
                        Map.of(
                                DeviceState.UPDATED, 100L,
                                DeviceState.REJECTED, 1L,
                                DeviceState.UNREACHABLE, 50L,
                                DeviceState.APPLYING, 11L,
                                DeviceState.DOWNLOADED, 12L,
                                DeviceState.DOWNLOADING, 13L,
                                DeviceState.WAITING, 313L),
                        473,
                        20,
                        3,
                        4),
                counts);
        assertEquals(1000, counts.total());
    }

    @Test
    void readsWhatAnApiThatShowsLittleAnswers() {
        assertEquals(new DeviceCounts(Map.of(DeviceState.UPDATED, 6L), 2, 2, 0, 0), BARE.read(fleet(10, 6, 2, 6)));
    }

    @Test
    void countsThatContradictEachOtherAreNoAnswer() {
        for (var row : List.of(fleet(10, 6, 2, 7), fleet(7, 6, 2, 6))) {
            assertEquals(
                    "counts of devices that contradict each other",
                    assertThrows(MalformedResponse.class, () -> BARE.read(row)).getMessage());
        }
    }

    @Test
    void reportingDevicesAreOnTheirWayOrRejectedTheRelease() {
        assertEquals(
                OUTDATED + " and (update_status eq 'rejected' or " + REACHABLE
                        + " and update_status in ('applying changes','downloaded','downloading')) and " + RECENT,
                FULL.reporting());
        assertEquals(
                OUTDATED + " and (update_status eq 'rejected' or"
                        + " update_status in ('applying changes','downloaded','downloading'))",
                query("update_status").reporting());
    }

    @Test
    void waitingDevicesHaveReportedNothingOfTheRelease() {
        String noReport = "update_status eq null or"
                + " not(update_status in ('rejected','applying changes','downloaded','downloading'))";
        assertEquals(OUTDATED + " and " + REACHABLE + " and (" + noReport + " or " + OLD + ")", FULL.waiting());
        assertEquals(
                OUTDATED + " and (" + noReport + ")", query("update_status").waiting());
        assertEquals(OUTDATED, BARE.waiting());
    }

    @Test
    void unreachableDevicesMayHaveReportedAnythingIfTheApiShowsNoReports() {
        assertEquals(
                OUTDATED + " and not(" + REACHABLE + ")",
                query("api_heartbeat_state").unreachable());
    }

    private static StatusQuery query(String... fields) {
        return new StatusQuery(new DeviceFields(Set.of(fields)), 5, false, SINCE);
    }

    /** The row of a fleet with these counts, each but the first behind a release. */
    private static ApiRows.FleetRow fleet(long... counts) {
        long[] rest = Arrays.copyOfRange(counts, 1, counts.length);
        return DeviceCountQueryTest.counting(
                counts[0], rest.length == 0 ? null : DeviceCountQueryTest.back(fleet(rest)));
    }
}

package io.balena.releaseupdate.output.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.balena.releaseupdate.model.DelayedDevice;
import io.balena.releaseupdate.model.DeviceCounts;
import io.balena.releaseupdate.model.DeviceState;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.ReleaseName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusDocumentsTest {

    private static final ReleaseName RELEASE =
            new ReleaseName(900835, "f5ee6890123456789abcdef0123456789abcdef0", Optional.of("2.0.0"));
    private static final Fleet FLEET = new Fleet(7, "acme/kiosk");

    static final FleetStatus status = new FleetStatus(
            FLEET,
            new FleetTarget(Optional.of(RELEASE), false),
            RELEASE,
            new DeviceCounts(
                    Map.of(DeviceState.UPDATED, 19L, DeviceState.DOWNLOADING, 3L, DeviceState.UNREACHABLE, 5L),
                    0,
                    12,
                    1,
                    2),
            List.of(
                    new DelayedDevice(
                            "0123456789abcdef0123456789abcdef",
                            "front door",
                            DeviceState.UNREACHABLE,
                            Optional.of(Instant.parse("2026-11-20T07:08:09.123Z"))),
                    new DelayedDevice(
                            "fedcba9876543210fedcba9876543210", "lobby", DeviceState.WAITING, Optional.empty())));

    @Test
    void jsonHoldsEveryCountAndTheDevicesThatHoldThingsUp() {
        assertEquals("""
                {
                  "fleet": {
                    "id": 7,
                    "slug": "acme/kiosk",
                    "should_be_running__release": {
                      "id": 900835,
                      "commit": "f5ee6890123456789abcdef0123456789abcdef0",
                      "raw_version": "2.0.0"
                    },
                    "should_track_latest_release": false
                  },
                  "release": {
                    "id": 900835,
                    "commit": "f5ee6890123456789abcdef0123456789abcdef0",
                    "raw_version": "2.0.0"
                  },
                  "device_count": 42,
                  "device_count_targeted": 27,
                  "device_count_updated": 19,
                  "device_count_rejected": 0,
                  "device_count_unreachable": 5,
                  "device_count_applying": 0,
                  "device_count_downloaded": 0,
                  "device_count_downloading": 3,
                  "device_count_waiting": 0,
                  "device_count_other_target": 0,
                  "device_count_pinned": 12,
                  "device_count_frozen": 1,
                  "device_count_inactive": 2,
                  "is_complete": false,
                  "delayed__device": [
                    {
                      "uuid": "0123456789abcdef0123456789abcdef",
                      "device_name": "front door",
                      "state": "unreachable",
                      "since": "2026-11-20T07:08:09.123Z"
                    },
                    {
                      "uuid": "fedcba9876543210fedcba9876543210",
                      "device_name": "lobby",
                      "state": "waiting"
                    }
                  ]
                }
                """, OutputFormat.JSON.render(status));
    }

    @Test
    void theTableLeavesOutStatesWithoutDevices() {
        assertEquals("""
                Fleet:    acme/kiosk, pinned to 2.0.0 (f5ee689)
                Release:  2.0.0 (f5ee689)

                STATE        DEVICES
                updated           19
                unreachable        5
                downloading        3
                TOTAL             27

                Progress: 19 of 27 devices updated (70%)
                Apart from these: 12 pinned on their own, 1 frozen, 2 inactive

                HELD UP BY  NAME        STATE        SINCE
                0123456     front door  unreachable  2026-11-20 07:08 UTC
                fedcba9     lobby       waiting      -
                """, OutputFormat.TABLE.render(status));
    }

    @Test
    void markdownSaysTheSame() {
        assertEquals("""
                ## Status of `acme/kiosk`

                Release `2.0.0 (f5ee689)`: **19 of 27 devices updated (70%)**

                | State | Devices |
                | --- | ---: |
                | updated | 19 |
                | unreachable | 5 |
                | downloading | 3 |
                | **Total** | 27 |

                Apart from these: 12 pinned on their own, 1 frozen, 2 inactive.

                ### Held up by

                | Device | Name | State | Since |
                | --- | --- | --- | --- |
                | `0123456` | `front door` | unreachable | 2026-11-20 07:08 UTC |
                | `fedcba9` | `lobby` | waiting | - |
                """, OutputFormat.MARKDOWN.render(status));
    }

    @Test
    void onlyAllIsAHundredPercent() {
        var counts = new DeviceCounts(Map.of(DeviceState.UPDATED, 999L, DeviceState.WAITING, 1L), 0, 0, 0, 0);

        assertEquals("999 of 1000 devices updated (99%)", StatusText.updated(counts));
    }

    @Test
    void aFleetWithoutSuchDevicesSaysSo() {
        var none = new FleetStatus(
                FLEET, new FleetTarget(Optional.of(RELEASE), false), RELEASE, DeviceCounts.NONE, List.of());

        assertEquals("""
                Fleet:    acme/kiosk, pinned to 2.0.0 (f5ee689)
                Release:  2.0.0 (f5ee689)

                STATE    DEVICES
                updated        0
                TOTAL          0

                Progress: no device has this release as its target
                """, OutputFormat.TABLE.render(none));
    }

    @Test
    void namesCanNeitherObeyTheTerminalNorBecomeMarkup() {
        var hostile = new FleetStatus(
                FLEET,
                new FleetTarget(Optional.of(RELEASE), false),
                RELEASE,
                status.devices(),
                List.of(new DelayedDevice("\033[2J", "a|b`\n", DeviceState.WAITING, Optional.empty())));

        assertFalse(OutputFormat.TABLE.render(hostile).contains("\033"));
        assertFalse(OutputFormat.MARKDOWN.render(hostile).contains("\033"));
        assertFalse(OutputFormat.MARKDOWN.render(hostile).contains("a|b"));
    }
}

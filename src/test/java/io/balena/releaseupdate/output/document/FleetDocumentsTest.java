package io.balena.releaseupdate.output.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.FullDownload;
import io.balena.releaseupdate.model.PinOutcome;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.SourceUpdate;
import io.balena.releaseupdate.model.TargetRelease;
import io.balena.releaseupdate.output.Updates;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FleetDocumentsTest {

    private static final ReleaseName OLD = new ReleaseName(900800, "aaaabbbbccccddddaaaabbbbccccdddd");

    @Test
    void theTableShowsEveryKindOfDevice() {
        assertEquals("""
                Fleet:       acme/kiosk, is pinned to release 900800 (aaaabbb)
                To release:  900835 (fedcba9)

                FROM RELEASE      DEVICES  DELTAS  STATE      PER DEVICE  ALL DEVICES
                900813 (0123456)       10     1/2  failed      129.0 MiB      1.3 GiB
                900820 (0123456)        5     2/2  ready         3.0 MiB     15.0 MiB
                900800 (aaaabbb)        2       -  in full     428.0 MiB    856.0 MiB
                no release              1       -  in full     428.0 MiB    428.0 MiB
                900835 (fedcba9)        7       -  on target           -            -
                TOTAL                  25     3/4                             2.5 GiB

                Overall status: failed
                Ready: 12 of 25 devices (48%)
                Estimated download of all devices: at most 2.5 GiB
                Of these in full: 3 of 25 devices (12%), 1.3 GiB

                Downloads in full:
                  1 device: they run no release yet
                  2 devices on 900800: their release belongs to fleet acme/other
                  10 devices on 900813, service worker: no space left on device
                """, OutputFormat.TABLE.render(ofAllKinds()));
    }

    @Test
    void theMarkdownSaysWhatMattersFirst() {
        assertEquals(
                """
                ## Fleet update of `acme/kiosk`

                To release 900835 (`fedcba9`): **failed**

                - **Pin:** not pinned, `a delta failed for good`
                - **Ready:** 12 of 25 devices (48%)
                - **Estimated download of all devices:** at most 2.5 GiB
                - **Of these in full:** 3 of 25 devices (12%), 1.3 GiB

                | From release | Devices | Deltas | State | Per device | All devices |
                | --- | ---: | ---: | --- | ---: | ---: |
                | 900813 (`0123456`) | 10 | 1/2 | failed | 129.0 MiB | 1.3 GiB |
                | 900820 (`0123456`) | 5 | 2/2 | ready | 3.0 MiB | 15.0 MiB |
                | 900800 (`aaaabbb`) | 2 | - | in full | 428.0 MiB | 856.0 MiB |
                | no release | 1 | - | in full | 428.0 MiB | 428.0 MiB |
                | 900835 (`fedcba9`) | 7 | - | on target | - | - |
                | **Total** | 25 | 3/4 |  |  | 2.5 GiB |

                ### Downloads in full

                - 1 device: `they run no release yet`
                - 2 devices on 900800: `their release belongs to fleet acme/other`
                - 10 devices on 900813, service `worker`: `no space left on device`
                """,
                OutputFormat.MARKDOWN.render(ofAllKinds().with(new PinOutcome.Withheld("a delta failed for good"))));
    }

    @Test
    void theJsonEndsWithTotalsAndThePin() {
        String json = OutputFormat.JSON.render(ofAllKinds()
                .with(new PinOutcome.Failed(new BalenaException.Unavailable("balena is \"down\"", null), true)));
        assertTrue(json.startsWith("""
                {
                  "fleet": {
                    "id": 1,
                    "slug": "acme/kiosk",
                    "should_be_running__release": {
                      "id": 900800,
                      "commit": "aaaabbbbccccddddaaaabbbbccccdddd"
                    },
                    "should_track_latest_release": false
                  },
                  "produces__release": {
                    "id": 900835,
                    "commit": "fedcba9876543210fedcba9876543210"
                  },
                  "is_produced_by__release_update": [
                    {
                      "originates_from__release": {
                """), json);
        assertTrue(json.contains("""
                      "overall_status": "failed",
                      "device_count": 10
                    },
                """), json);
        assertTrue(json.contains("""
                      "overall_status": "ready",
                      "estimated_total_payload_size": 3145728,
                      "device_count": 5,
                      "estimated_fleet_payload_size": 15728640
                    }
                  ],
                """), json);
        assertTrue(json.endsWith("""
                  ],
                  "device_count": 25,
                  "device_count_on_target": 7,
                  "device_count_ready": 12,
                  "device_count_downloading_in_full": 3,
                  "device_count_without_release": 1,
                  "overall_status": "failed",
                  "largest_fleet_payload_size": 2714763264,
                  "downloads_in_full__release": [
                    {
                      "originates_from__release": {
                        "id": 900800,
                        "commit": "aaaabbbbccccddddaaaabbbbccccdddd"
                      },
                      "device_count": 2,
                      "reason": "their release belongs to fleet acme/other"
                    }
                  ],
                  "pin": {
                    "status": "unknown",
                    "reason": "balena is \\"down\\""
                  }
                }
                """), json);
    }

    @Test
    void anEmptyFleetIsReady() {
        FleetUpdate empty = new FleetUpdate(
                new Fleet(1, "acme/new"),
                new FleetTarget(Optional.empty(), true),
                target(),
                List.of(),
                List.of(),
                0,
                0,
                Optional.empty());
        String table = OutputFormat.TABLE.render(empty);
        assertTrue(table.startsWith("Fleet:       acme/new, tracks the latest release, now no release\n"), table);
        assertTrue(table.contains("Ready: 0 of 0 devices\nEstimated download of all devices: 0 B\n"), table);
        assertTrue(OutputFormat.JSON.render(empty).contains("\"estimated_fleet_payload_size\": 0,"));
        assertFalse(OutputFormat.JSON.render(empty).contains("downloads_in_full__release"));
    }

    @Test
    void saysOfEachOutcomeWhatBecameOfTheFleet() {
        assertEquals("pinned", status(new PinOutcome.Pinned()));
        assertEquals("already_pinned", status(new PinOutcome.AlreadyPinned()));
        assertEquals("would_pin", status(new PinOutcome.Planned()));
        assertEquals("not_pinned", status(new PinOutcome.Repinned(new FleetTarget(Optional.of(OLD), true), false)));
        assertEquals("not_pinned", status(new PinOutcome.Interrupted(false)));
        assertEquals("unknown", status(new PinOutcome.Interrupted(true)));
        assertEquals(
                "Fleet acme/kiosk was not pinned: the fleet was re-pinned meanwhile: it tracks the latest release, now"
                        + " release 900800 (aaaabbb).",
                PinWords.sentence(
                        ofAllKinds(), new PinOutcome.Repinned(new FleetTarget(Optional.of(OLD), true), false)));
        assertEquals(
                "It is not known whether fleet acme/kiosk is pinned to release 900835 (fedcba9). Run it again to see, or"
                        + " to go on. Reason: interrupted.",
                PinWords.sentence(ofAllKinds(), new PinOutcome.Interrupted(true)));
    }

    @Test
    void textFromBalenaCanDoNoHarm() {
        String hostile = "\033[2J| <b>`x`\n@all";
        FleetUpdate update = new FleetUpdate(
                new Fleet(1, hostile),
                new FleetTarget(Optional.of(new ReleaseName(1, "\033[2J|`")), false),
                target(),
                List.of(new SourceUpdate(
                        Updates.with()
                                .updated(hostile, 1, 10, new DeltaState.Failed(1, hostile))
                                .update(),
                        1)),
                List.of(FullDownload.of(new ReleaseName(2, hostile), 1, hostile)),
                0,
                0,
                Optional.of(new PinOutcome.Withheld(hostile)));
        for (OutputFormat format : OutputFormat.values()) {
            String document = format.render(update);
            assertFalse(document.contains("\033"), document);
        }
        String markdown = OutputFormat.MARKDOWN.render(update);
        assertFalse(markdown.contains("<b>") || markdown.contains("@all") || markdown.contains("\n@"), markdown);
        assertTrue(
                markdown.lines()
                        .filter(line -> line.startsWith("|"))
                        .allMatch(line -> line.chars().filter(c -> c == '|').count() == 7),
                "six cells in each row: " + markdown);
    }

    private static String status(PinOutcome outcome) {
        return PinWords.status(outcome);
    }

    private static TargetRelease target() {
        return new TargetRelease(Updates.with().update().to(), true, false);
    }

    /** Devices in every state: some ready, some with a failed delta, some without any. */
    private static FleetUpdate ofAllKinds() {
        ReleaseUpdate failed = update(900813, new DeltaState.Failed(7, "no space left on device"));
        ReleaseUpdate ready = update(900820, Updates.finished(2 * Updates.MIB));
        return new FleetUpdate(
                new Fleet(1, "acme/kiosk"),
                new FleetTarget(Optional.of(OLD), false),
                new TargetRelease(failed.to(), true, false),
                List.of(new SourceUpdate(failed, 10), new SourceUpdate(ready, 5)),
                List.of(FullDownload.of(OLD, 2, "their release belongs to fleet acme/other")),
                7,
                1,
                Optional.empty());
    }

    /** Pairs of images are the same in updates that tests make: the releases of a fleet have their own. */
    private static ReleaseUpdate update(long from, DeltaState worker) {
        return Updates.with()
                .from(from)
                .updated("main", from, 300 * Updates.MIB, Updates.finished(Updates.MIB))
                .updated("worker", from + 1000, 128 * Updates.MIB, worker)
                .update();
    }
}

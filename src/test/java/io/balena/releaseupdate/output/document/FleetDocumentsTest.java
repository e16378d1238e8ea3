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
import io.balena.releaseupdate.model.OtherDevices;
import io.balena.releaseupdate.model.PinOutcome;
import io.balena.releaseupdate.model.PinnedDevices;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.SourceUpdate;
import io.balena.releaseupdate.model.TargetRelease;
import io.balena.releaseupdate.output.Updates;
import io.balena.releaseupdate.output.words.PinText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FleetDocumentsTest {

    private static final ReleaseName OLD = new ReleaseName(900800, "aaaabbbbccccddddaaaabbbbccccdddd");

    @Test
    void theTableShowsEveryKindOfDevice() {
        assertEquals("""
                Fleet:       acme/kiosk, is pinned to 900800 (aaaabbb)
                To release:  900835 (fedcba9)

                FROM RELEASE      DEVICES  DELTAS  STATE      PER DEVICE  ALL DEVICES
                900813 (0123456)       10     1/2  failed      129.0 MiB   1290.0 MiB
                900820 (0123456)        5     2/2  ready         3.0 MiB     15.0 MiB
                900800 (aaaabbb)        2       -  in full     428.0 MiB    856.0 MiB
                no release              1       -  in full     428.0 MiB    428.0 MiB
                900835 (fedcba9)        7       -  on target           -            -
                TOTAL                  25     3/4                          2589.0 MiB

                Overall status: failed
                Ready: 12 of 25 devices (48%)
                Estimated download of all devices: at most 2589.0 MiB
                Of these in full: 3 of 25 devices (12%), 1284.0 MiB

                Downloads in full:
                  1 device: they run no release yet
                  2 devices on 900800 (aaaabbb): their release belongs to fleet acme/other

                Services in full:
                  10 devices on 900813 (0123456), service worker: no space left on device
                """, OutputFormat.TABLE.render(ofAllKinds()));
    }

    @Test
    void theMarkdownSaysWhatMattersFirst() {
        assertEquals(
                """
                ## Fleet update of `acme/kiosk`

                To release 900835 (`fedcba9`): **failed**

                - **Pin:** not pinned, `a delta failed permanently`
                - **Ready:** 12 of 25 devices (48%)
                - **Estimated download of all devices:** at most 2589.0 MiB
                - **Of these in full:** 3 of 25 devices (12%), 1284.0 MiB

                | From release | Devices | Deltas | State | Per device | All devices |
                | --- | ---: | ---: | --- | ---: | ---: |
                | 900813 (`0123456`) | 10 | 1/2 | failed | 129.0 MiB | 1290.0 MiB |
                | 900820 (`0123456`) | 5 | 2/2 | ready | 3.0 MiB | 15.0 MiB |
                | 900800 (`aaaabbb`) | 2 | - | in full | 428.0 MiB | 856.0 MiB |
                | no release | 1 | - | in full | 428.0 MiB | 428.0 MiB |
                | 900835 (`fedcba9`) | 7 | - | on target | - | - |
                | **Total** | 25 | 3/4 |  |  | 2589.0 MiB |

                ### Downloads in full

                - 1 device: `they run no release yet`
                - 2 devices on 900800 (`aaaabbb`): `their release belongs to fleet acme/other`

                ### Services in full

                - 10 devices on 900813 (`0123456`), service `worker`: `no space left on device`
                """,
                OutputFormat.MARKDOWN.render(ofAllKinds().with(new PinOutcome.Withheld("a delta failed permanently"))));
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
                  "device_count_following": 25,
                  "device_count_pinned": 0,
                  "device_count_frozen": 0,
                  "device_count_inactive": 0,
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
                        + " 900800 (aaaabbb).",
                PinText.sentence(
                        ofAllKinds(), new PinOutcome.Repinned(new FleetTarget(Optional.of(OLD), true), false)));
        assertEquals(
                "It is not known whether fleet acme/kiosk is pinned to 900835 (fedcba9). Run it again to see, or"
                        + " to go on. Reason: interrupted.",
                PinText.sentence(ofAllKinds(), new PinOutcome.Interrupted(true)));
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
                List.of(FullDownload.of(new ReleaseName(2, hostile), 1, 10, hostile)),
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

    @Test
    void printsWhatItRenders() {
        for (OutputFormat format : OutputFormat.values()) {
            StringWriter out = new StringWriter();
            format.print(ofAllKinds(), Presentation.PLAIN, new PrintWriter(out));
            assertEquals(format.render(ofAllKinds()), out.toString(), format.toString());
        }
    }

    @Test
    void namesTheDevicesThatStayWhereTheyAre() {
        var pinned = new PinnedDevices(Optional.of(new ReleaseName(7, "aaaabbbbcccc", Optional.of("1.0.0"))), 12);
        FleetUpdate update = with(new OtherDevices(List.of(pinned), 0, 0));
        assertEquals(
                "Fleet acme/kiosk is pinned to 900835 (fedcba9) now; 12 of 37 devices are pinned on their own and stay"
                        + " where they are.",
                PinText.sentence(update, new PinOutcome.Pinned()));
        assertEquals(
                "Fleet acme/kiosk is pinned to 900835 (fedcba9) now; 12 of 40 devices are pinned on their own, 2 are"
                        + " frozen, 1 is inactive, and stay where they are.",
                PinText.sentence(with(new OtherDevices(List.of(pinned), 2, 1)), new PinOutcome.Pinned()));
        String table = OutputFormat.TABLE.render(update.with(new PinOutcome.Pinned()));
        assertTrue(table.startsWith("Fleet:       acme/kiosk, was pinned to 900800 (aaaabbb)\n"), table);
        assertTrue(table.contains("\nApart from these: 12 pinned on their own (12 to 1.0.0 (aaaabbb))\n"), table);
        String json = OutputFormat.JSON.render(update);
        assertTrue(json.contains("""
                  "pinned_to__release": [
                    {
                      "release": {
                        "id": 7,
                        "commit": "aaaabbbbcccc",
                        "raw_version": "1.0.0"
                      },
                      "device_count": 12
                    }
                  ]
                """), json);
        assertTrue(json.contains("\"device_count\": 37,\n  \"counts_online_only\": true,"), json);
    }

    private static FleetUpdate with(OtherDevices others) {
        FleetUpdate all = ofAllKinds();
        return new FleetUpdate(
                all.fleet(),
                all.before(),
                all.to(),
                all.updates(),
                all.fullDownloads(),
                all.updatedDeviceCount(),
                all.newDeviceCount(),
                others,
                true,
                Optional.empty());
    }

    private static String status(PinOutcome outcome) {
        return PinText.status(outcome);
    }

    private static TargetRelease target() {
        return new TargetRelease(Updates.with().update().to(), true, false);
    }

    /** Devices in every state: some ready, some with a failed delta, some without any. */
    static FleetUpdate ofAllKinds() {
        ReleaseUpdate failed = update(900813, new DeltaState.Failed(7, "no space left on device"));
        ReleaseUpdate ready = update(900820, Updates.finished(2 * Updates.MIB));
        return new FleetUpdate(
                new Fleet(1, "acme/kiosk"),
                new FleetTarget(Optional.of(OLD), false),
                new TargetRelease(failed.to(), true, false),
                List.of(new SourceUpdate(failed, 10), new SourceUpdate(ready, 5)),
                List.of(FullDownload.of(OLD, 2, 428 * Updates.MIB, "their release belongs to fleet acme/other")),
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

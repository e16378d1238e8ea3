package io.balena.releaseupdate.output.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.RolloutForecast;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.RolloutReport;
import io.balena.releaseupdate.output.Rollouts;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutDocumentsTest {

    private final RolloutOutcome halted =
            new RolloutOutcome.Halted(Optional.of(Rollouts.soaking()), "3 of 103 judged devices failed");

    private final RolloutForecast forecast = new RolloutForecast(
            Rollouts.planned(),
            List.of(
                    new RolloutForecast.Stage(
                            "1%", 12, 2, 5_000_000_000L, List.of("create the tag a", "pin 12 devices")),
                    new RolloutForecast.Stage("fleet", 1068, 0, 12_000_000_000L, List.of("pin the fleet"))));

    @Test
    void jsonHoldsTheStagesWithTheirDevicesByState() {
        assertEquals("""
                {
                  "fleet": {
                    "id": 7,
                    "slug": "acme/kiosk",
                    "should_be_running__release": {
                      "id": 900813,
                      "commit": "8e323b4890123456789abcdef0123456789abcdef",
                      "raw_version": "1.2.0"
                    },
                    "should_track_latest_release": false
                  },
                  "originates_from__release": {
                    "id": 900813,
                    "commit": "8e323b4890123456789abcdef0123456789abcdef",
                    "raw_version": "1.2.0"
                  },
                  "produces__release": {
                    "id": 900835,
                    "commit": "f5ee6890123456789abcdef0123456789abcdef0",
                    "raw_version": "2.0.0"
                  },
                  "attempt": 1,
                  "device_count_following": 1080,
                  "device_count_pinned": 120,
                  "device_count_keeping_pin": 3,
                  "stages": [
                    {
                      "name": "1%",
                      "status": "passed",
                      "device_count": 12,
                      "verdict": "0 of 12 judged devices failed"
                    },
                    {
                      "name": "10%",
                      "status": "soaking",
                      "device_count": 120,
                      "device_count_updated": 100,
                      "device_count_rejected": 1,
                      "device_count_lost": 0,
                      "device_count_silent": 2,
                      "device_count_overdue": 2,
                      "device_count_applying": 0,
                      "device_count_downloaded": 0,
                      "device_count_downloading": 15,
                      "device_count_waiting": 0,
                      "verdict": "3 of 103 judged devices failed"
                    },
                    {
                      "name": "50%",
                      "status": "planned"
                    },
                    {
                      "name": "fleet",
                      "status": "planned"
                    }
                  ],
                  "outcome": "halted",
                  "reason": "3 of 103 judged devices failed",
                  "next": "stage 50% starts if the gate of stage 10% passes"
                }
                """, OutputFormat.JSON.render(halted).get());
    }

    @Test
    void theTableHasARowForEachStage() {
        assertEquals("""
                Fleet:         acme/kiosk, pinned to 1.2.0 (8e323b4)
                From release:  1.2.0 (8e323b4)
                To release:    2.0.0 (f5ee689)
                Devices:       1080 follow the fleet, 120 pinned by this roll-out, 3 keep a pin of their own to the release

                STAGE  STATE    DEVICES  UPDATED  FAILED  OTHERS
                1%     passed        12        -       -       -
                10%    soaking      120      100       3      17
                50%    planned        -        -       -       -
                fleet  planned        -        -       -       -

                Devices of stage 10%: 100 updated, 1 rejected, 2 silent, 2 overdue, 15 downloading

                Gate of stage 1%: 0 of 12 judged devices failed
                Gate of stage 10%: 3 of 103 judged devices failed

                Outcome: halted, 3 of 103 judged devices failed
                Next: stage 50% starts if the gate of stage 10% passes
                """, OutputFormat.TABLE.render(halted).get());
    }

    @Test
    void markdownSaysTheSame() {
        assertEquals("""
                ## Roll-out to `acme/kiosk`

                From release 1.2.0 (`8e323b4`) to 2.0.0 (`f5ee689`): **halted**

                - **Fleet:** `pinned to 1.2.0 (8e323b4)`
                - **Devices:** 1080 follow the fleet, 120 pinned by this roll-out, 3 keep a pin of their own to the release
                - **Reason:** `3 of 103 judged devices failed`
                - **Next:** `stage 50% starts if the gate of stage 10% passes`

                | Stage | State | Devices | Updated | Failed | Others |
                | --- | --- | ---: | ---: | ---: | ---: |
                | `1%` | passed | 12 | - | - | - |
                | `10%` | soaking | 120 | 100 | 3 | 17 |
                | `50%` | planned | - | - | - | - |
                | `fleet` | planned | - | - | - | - |

                - Gate of stage `1%`: `0 of 12 judged devices failed`
                - Gate of stage `10%`: `3 of 103 judged devices failed`
                """, OutputFormat.MARKDOWN.render(halted).get());
    }

    @Test
    void aForecastSaysWhatEachStageWouldDo() {
        assertEquals("""
                Fleet:         acme/kiosk, pinned to 1.2.0 (8e323b4)
                From release:  1.2.0 (8e323b4)
                To release:    2.0.0 (f5ee689)
                Devices:       1080 follow the fleet, 120 pinned by this roll-out, 3 keep a pin of their own to the release

                STAGE  DEVICES  DELTAS  DOWNLOAD
                1%          12       2   4.7 GiB
                fleet     1068       0  11.2 GiB

                Would write:
                  1%: create the tag a
                  1%: pin 12 devices
                  fleet: pin the fleet

                Next: stage 1% takes 12 devices
                """, OutputFormat.TABLE.render(forecast));
        assertEquals("""
                ## Roll-out to `acme/kiosk`

                From release 1.2.0 (`8e323b4`) to 2.0.0 (`f5ee689`): **dry run**

                - **Fleet:** `pinned to 1.2.0 (8e323b4)`
                - **Devices:** 1080 follow the fleet, 120 pinned by this roll-out, 3 keep a pin of their own to the release
                - **Next:** `stage 1% takes 12 devices`

                ### Would do

                | Stage | Devices | Deltas | Download |
                | --- | ---: | ---: | ---: |
                | `1%` | 12 | 2 | 4.7 GiB |
                | `fleet` | 1068 | 0 | 11.2 GiB |

                - `1%`: `create the tag a`
                - `1%`: `pin 12 devices`
                - `fleet`: `pin the fleet`
                """, OutputFormat.MARKDOWN.render(forecast));
    }

    @Test
    void theForecastsJsonHoldsNumbersOf64Bits() {
        String json = OutputFormat.JSON.render(forecast);

        assertTrue(json.contains("""
                  "forecast": [
                    {
                      "name": "1%",
                      "device_count": 12,
                      "delta_count": 2,
                      "largest_payload_size": 5000000000,
                      "writes": [
                        "create the tag a",
                        "pin 12 devices"
                      ]
                    },
                """), json);
        assertFalse(json.contains("outcome"), json);
        assertFalse(json.contains("null"), json);
    }

    @Test
    void aForecastOfAResumedRollOutShowsWhereItStands() {
        String table = OutputFormat.TABLE.render(new RolloutForecast(Rollouts.soaking(), List.of()));

        assertTrue(table.contains("10%    soaking      120      100       3      17\n"), table);
        assertTrue(table.contains("\nNothing is left to do.\n"), table);
    }

    @Test
    void anEndingBeforeTheFirstPollHasNoDocument() {
        assertEquals(Optional.empty(), OutputFormat.JSON.render(new RolloutOutcome.TimedOut(Optional.empty())));
    }

    @Test
    void textCanNeitherObeyTheTerminalNorBecomeMarkup() {
        ReleaseName hostile = new ReleaseName(1, "0123456789", Optional.of("\033[2J|`*x*"));
        RolloutReport report = new RolloutReport(
                new Fleet(7, "a|b\033c/d"),
                hostile,
                hostile,
                2,
                new FleetTarget(Optional.of(hostile), false),
                List.of(Rollouts.planned("tag:\033|*key*")),
                1,
                1,
                1,
                "look at \033[2J|*" + hostile.label());
        RolloutOutcome end = new RolloutOutcome.Superseded(Optional.of(report), "pinned to \033|*" + hostile.label());
        RolloutForecast dryRun = new RolloutForecast(
                report, List.of(new RolloutForecast.Stage("tag:\033|*key*", 1, 1, 1, List.of("pin \033|*"))));

        for (OutputFormat format : OutputFormat.values()) {
            String documents = format.render(end).get() + format.render(dryRun);
            assertFalse(documents.contains("\033"), documents);
            if (format == OutputFormat.MARKDOWN) {
                assertFalse(documents.contains("|*"), documents);
                assertFalse(documents.contains("a|b"), documents);
            }
        }
    }
}

package io.balena.releaseupdate.output.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.output.Updates;
import org.junit.jupiter.api.Test;

class TableDocumentTest {

    @Test
    void showsEveryKindOfService() {
        assertEquals("""
                Fleet:         acme/kiosk
                From release:  900813 (0123456)
                To release:    900835 (fedcba9)

                SERVICE  CHANGE     STATE       DOWNLOAD      IMAGE  SAVED
                api      updated    preparing  473.0 MiB  473.0 MiB      -
                db       unchanged  ready              -   90.0 MiB   100%
                main     updated    ready       24.2 MiB  300.0 MiB    91%
                metrics  added      ready       12.0 MiB   12.0 MiB      -
                redis    updated    pending     40.0 MiB   40.0 MiB      -
                worker   updated    failed     128.0 MiB  128.0 MiB      -
                legacy   removed    -                  -          -      -
                TOTAL                          677.2 MiB    1.0 GiB    35%

                Overall status: failed
                Estimated download per device: at most 677.2 MiB (3 services not ready yet)

                Failed:
                  worker: no space left on device
                """, OutputFormat.TABLE.render(Updates.ofAllKinds()));
    }

    @Test
    void saysWhatDevicesDownloadOnceReady() {
        ReleaseUpdate update = Updates.with()
                .updated("main", 1, 1000, Updates.finished(1))
                .updated("larger", 2, 1000, Updates.finished(1030))
                .update();
        assertEquals("""
                Fleet:         acme/kiosk
                From release:  900813 (0123456)
                To release:    900835 (fedcba9)

                SERVICE  CHANGE   STATE  DOWNLOAD    IMAGE  SAVED
                larger   updated  ready   1.0 KiB   1000 B    -3%
                main     updated  ready       1 B   1000 B    99%
                TOTAL                     1.0 KiB  2.0 KiB    48%

                Overall status: ready
                Estimated download per device: 1.0 KiB
                """, OutputFormat.TABLE.render(update));
    }

    @Test
    void saysWhatIsNotKnown() {
        ReleaseUpdate update = Updates.with()
                .updated("main", 1, 1000, Updates.finished(0))
                .updated("api", 2, 0, new DeltaState.Building(1))
                .unchanged("db", 3, 0)
                .update();
        assertEquals("""
                Fleet:         acme/kiosk
                From release:  900813 (0123456)
                To release:    900835 (fedcba9)

                SERVICE  CHANGE     STATE      DOWNLOAD   IMAGE  SAVED
                api      updated    preparing         ?       ?      -
                db       unchanged  ready             -       ?      -
                main     updated    ready             ?  1000 B      -
                TOTAL                               0 B  1000 B      -

                Overall status: preparing
                Estimated download per device: at most 0 B (1 service not ready yet), not counting services of unknown size
                """, OutputFormat.TABLE.render(update));
    }

    @Test
    void showsReleasesWithoutServices() {
        assertEquals("""
                Fleet:         acme/kiosk
                From release:  900813 (0123456)
                To release:    900835 (fedcba9)

                SERVICE  CHANGE  STATE  DOWNLOAD  IMAGE  SAVED
                TOTAL                        0 B    0 B      -

                Overall status: ready
                Estimated download per device: 0 B
                """, OutputFormat.TABLE.render(Updates.with().update()));
    }

    @Test
    void alignsAndDisarmsNames() {
        ReleaseUpdate update = Updates.with()
                .slug("acme/\033]0;x\007")
                .updated("\033[31mx", 1, 1000, new DeltaState.Failed(1, "line 1\nline 2\033[2J"))
                .updated("имя", 2, 1000, Updates.finished(10))
                .updated("日本語サービス", 3, 1000, Updates.finished(20))
                .updated("e\u0301🚀", 4, 1000, Updates.finished(30))
                .updated("x".repeat(200), 5, 1000, Updates.finished(40))
                .updated("a|b`c`", 6, 1000, new DeltaState.Refused("400"))
                .update();
        assertEquals("""
                Fleet:         acme/\\u001b]0;x\\u0007
                From release:  900813 (0123456)
                To release:    900835 (fedcba9)

                SERVICE                           CHANGE   STATE   DOWNLOAD    IMAGE  SAVED
                \\u001b[31mx                       updated  failed    1000 B   1000 B      -
                a|b`c`                            updated  failed    1000 B   1000 B      -
                e\u0301🚀                               updated  ready       30 B   1000 B    97%
                xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…  updated  ready       40 B   1000 B    96%
                имя                               updated  ready       10 B   1000 B    99%
                日本語サービス                    updated  ready       20 B   1000 B    98%
                TOTAL                                               2.1 KiB  5.9 KiB    65%

                Overall status: failed
                Estimated download per device: at most 2.1 KiB (2 services not ready yet)

                Failed:
                  \\u001b[31mx: line 1\\nline 2\\u001b[2J
                  a|b`c`: 400
                """, OutputFormat.TABLE.render(update));
    }

    @Test
    void hasNoTrailingSpaces() {
        assertTrue(OutputFormat.TABLE.render(Updates.ofAllKinds()).lines().noneMatch(line -> line.endsWith(" ")));
    }
}

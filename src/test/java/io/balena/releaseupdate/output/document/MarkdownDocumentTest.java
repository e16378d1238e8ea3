package io.balena.releaseupdate.output.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.output.Updates;
import org.junit.jupiter.api.Test;

class MarkdownDocumentTest {

    @Test
    void showsEveryKindOfService() {
        assertEquals("""
                ## Release update of `acme/kiosk`

                From release 900813 (`0123456`) to release 900835 (`fedcba9`): **failed**

                | Service | Change | State | Download | Image | Saved |
                | --- | --- | --- | ---: | ---: | ---: |
                | `api` | updated | preparing | 473.0 MiB | 473.0 MiB | - |
                | `db` | unchanged | ready | - | 90.0 MiB | 100% |
                | `main` | updated | ready | 24.2 MiB | 300.0 MiB | 91% |
                | `metrics` | added | ready | 12.0 MiB | 12.0 MiB | - |
                | `redis` | updated | pending | 40.0 MiB | 40.0 MiB | - |
                | `worker` | updated | failed | 128.0 MiB | 128.0 MiB | - |
                | `legacy` | removed | - | - | - | - |
                | **Total** |  |  | 677.2 MiB | 1.0 GiB | 35% |

                **Estimated download per device:** at most 677.2 MiB (3 services not ready yet)

                ### Failed

                - `worker`: `no space left on device`
                """, OutputFormat.MARKDOWN.render(Updates.ofAllKinds()));
    }

    @Test
    void textFromBalenaCannotBecomeMarkup() {
        ReleaseUpdate update = Updates.with()
                .slug("acme/`x` @all")
                .updated("a|b", 1, 1000, new DeltaState.Failed(1, "line 1\n| <img src=x> | @all"))
                .updated("日本語サービス", 2, 1000, Updates.finished(10))
                .update();
        assertEquals("""
                ## Release update of <code>acme&#47;&#96;x&#96; &#64;all</code>

                From release 900813 (`0123456`) to release 900835 (`fedcba9`): **failed**

                | Service | Change | State | Download | Image | Saved |
                | --- | --- | --- | ---: | ---: | ---: |
                | <code>a&#124;b</code> | updated | failed | 1000 B | 1000 B | - |
                | `日本語サービス` | updated | ready | 10 B | 1000 B | 99% |
                | **Total** |  |  | 1010 B | 2.0 KiB | 49% |

                **Estimated download per device:** at most 1010 B (1 service not ready yet)

                ### Failed

                - <code>a&#124;b</code>: <code>line 1&#92;n&#124; &#60;img src&#61;x&#62; &#124; &#64;all</code>
                """, OutputFormat.MARKDOWN.render(update));
    }

    @Test
    void showsReleasesWithoutServices() {
        assertEquals("""
                ## Release update of `acme/kiosk`

                From release 900813 (`0123456`) to release 900835 (`fedcba9`): **ready**

                | Service | Change | State | Download | Image | Saved |
                | --- | --- | --- | ---: | ---: | ---: |
                | **Total** |  |  | 0 B | 0 B | - |

                **Estimated download per device:** 0 B
                """, OutputFormat.MARKDOWN.render(Updates.with().update()));
    }
}

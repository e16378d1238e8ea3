package io.balena.releaseupdate.output.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.output.Updates;
import io.balena.releaseupdate.text.DisplayWidth;
import io.balena.releaseupdate.text.TextStyle;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresentationTest {

    private static final Optional<URI> DASHBOARD = Optional.of(URI.create("https://dashboard.balena-cloud.com"));
    private static final ReleaseUpdate UPDATE = Updates.ofAllKinds();

    @Test
    void markdownLinksFleetAndReleases() {
        String document = OutputFormat.MARKDOWN.render(UPDATE, new Presentation(TextStyle.PLAIN, DASHBOARD));
        assertTrue(document.startsWith("""
                ## Release update of [`acme/kiosk`](https://dashboard.balena-cloud.com/fleets/1)

                From release [900813 (`0123456`)](https://dashboard.balena-cloud.com/fleets/1/releases/900813) to release \
                [900835 (`fedcba9`)](https://dashboard.balena-cloud.com/fleets/1/releases/900835): **failed**
                """), document);
    }

    @Test
    void aTableInAFileHasAddressesAtItsEnd() {
        String document = OutputFormat.TABLE.render(UPDATE, new Presentation(TextStyle.PLAIN, DASHBOARD));
        assertEquals(OutputFormat.TABLE.render(UPDATE) + """

                Dashboard:
                  https://dashboard.balena-cloud.com/fleets/1
                  https://dashboard.balena-cloud.com/fleets/1/releases/900813
                  https://dashboard.balena-cloud.com/fleets/1/releases/900835
                """, document);
    }

    @Test
    void aTableOnATerminalThatTakesLinksHasThemInItsText() {
        var style = new TextStyle(TextStyle.UNLIMITED, false, true);
        String document = OutputFormat.TABLE.render(UPDATE, new Presentation(style, DASHBOARD));
        assertTrue(
                document.startsWith("Fleet:         \033]8;;https://dashboard.balena-cloud.com/fleets/1\033\\acme/kiosk"
                        + "\033]8;;\033\\\nFrom release:  \033]8;;https://dashboard.balena-cloud.com/fleets/1/releases/900813"
                        + "\033\\900813 (0123456)\033]8;;\033\\\n"),
                document);
        assertEquals(OutputFormat.TABLE.render(UPDATE), document.replaceAll("\033\\]8;;[^\033]*\033\\\\", ""));
    }

    @Test
    void withoutADashboardNothingIsLinked() {
        var style = new TextStyle(TextStyle.UNLIMITED, false, true);
        var presentation = new Presentation(style, Optional.empty());
        assertEquals(OutputFormat.TABLE.render(UPDATE), OutputFormat.TABLE.render(UPDATE, presentation));
        assertEquals(OutputFormat.MARKDOWN.render(UPDATE), OutputFormat.MARKDOWN.render(UPDATE, presentation));
    }

    @Test
    void jsonStaysAsItIs() {
        var presentation = new Presentation(new TextStyle(40, true, true), DASHBOARD);
        assertEquals(OutputFormat.JSON.render(UPDATE), OutputFormat.JSON.render(UPDATE, presentation));
    }

    @Test
    void aUuidThatIsNoneIsNoPartOfAnAddress() {
        var presentation = new Presentation(TextStyle.PLAIN, DASHBOARD);
        assertEquals(
                Optional.of("https://dashboard.balena-cloud.com/devices/0123456789abcdef/summary"),
                presentation.page("0123456789abcdef"));
        assertEquals(Optional.empty(), presentation.page("x) [y](https://evil.example.com"));
    }

    @Test
    void statesHaveColors() {
        var style = new TextStyle(TextStyle.UNLIMITED, true, false);
        String document = OutputFormat.TABLE.render(UPDATE, new Presentation(style, Optional.empty()));
        assertTrue(document.contains("  \033[32mready\033[0m   "), document);
        assertTrue(document.contains("Overall status: \033[31mfailed\033[0m\n"), document);
        assertEquals(OutputFormat.TABLE.render(UPDATE), document.replaceAll("\033\\[[0-9]*m", ""));
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 45, 50, 55, 60, 80})
    void tablesFitTheTerminal(int columns) {
        var presentation = new Presentation(new TextStyle(columns, false, false), Optional.empty());
        for (String document : new String[] {
            OutputFormat.TABLE.render(UPDATE, presentation),
            OutputFormat.TABLE.render(FleetDocumentsTest.ofAllKinds(), presentation),
            OutputFormat.TABLE.render(StatusDocumentsTest.status, presentation)
        }) {
            assertTrue(document.lines().allMatch(line -> DisplayWidth.of(line) <= columns), document);
        }
    }

    @Test
    void narrowTablesKeepWhatDiffers() {
        assertEquals("""
                FROM   DEVICES DELTAS STATE            ALL
                900813      10    1/2 failed    1290.0 MiB
                900820       5    2/2 ready       15.0 MiB
                900800       2      - in full    856.0 MiB
                none         1      - in full    428.0 MiB
                900835       7      - on target          -
                TOTAL       25    3/4           2589.0 MiB
                """, table(OutputFormat.TABLE.render(FleetDocumentsTest.ofAllKinds(), narrow(44)), "FROM "));
        assertEquals("""
                SERVICE  CHANGE     STATE       DOWNLOAD
                api      updated    preparing  473.0 MiB
                db       unchanged  ready              -
                main     updated    ready       24.2 MiB
                metrics  added      ready       12.0 MiB
                redis    updated    pending     40.0 MiB
                worker   updated    failed     128.0 MiB
                legacy   removed    -                  -
                TOTAL                          677.2 MiB
                """, table(OutputFormat.TABLE.render(UPDATE, narrow(40)), "SERVICE"));
        assertEquals("""
                DEVICE  NAME     STATE       SINCE UTC
                0123456 front d… unreachable 11-20 07:08
                fedcba9 lobby    waiting     -
                """, table(OutputFormat.TABLE.render(StatusDocumentsTest.status, narrow(40)), "DEVICE "));
    }

    private static Presentation narrow(int columns) {
        return new Presentation(new TextStyle(columns, false, false), Optional.empty());
    }

    /** The lines from that one to the next empty one. */
    private static String table(String document, String beginning) {
        return document.lines()
                .dropWhile(line -> !line.startsWith(beginning))
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }
}

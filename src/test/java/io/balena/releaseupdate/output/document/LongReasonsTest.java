package io.balena.releaseupdate.output.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.output.Updates;
import io.balena.releaseupdate.output.progress.ProgressMode;
import io.balena.releaseupdate.output.progress.Progresses;
import io.balena.releaseupdate.output.progress.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** balena may give a reason of a megabyte, a build's log for instance. */
class LongReasonsTest {

    private static final String LONG = "no space left on device ".repeat(45_000);
    private static final DeltaState FAILED = new DeltaState.Failed(7, LONG);

    private final ReleaseUpdate update =
            Updates.with().updated("main", 1, 1000, FAILED).update();

    @ParameterizedTest
    @EnumSource(
            value = OutputFormat.class,
            names = {"TABLE", "MARKDOWN"})
    void documentsForPeopleShowTheirBeginning(OutputFormat format) {
        String document = format.render(update);
        assertTrue(document.length() < 2_000, "characters: " + document.length());
        assertTrue(document.contains("no space left on device no space"), document);
        assertTrue(document.contains("1079999 characters"), document);
    }

    @Test
    void theJsonDocumentHasAllOfThem() {
        assertTrue(OutputFormat.JSON.render(update).contains(LONG));
    }

    @ParameterizedTest
    @EnumSource(
            value = ProgressMode.class,
            names = {"PLAIN", "JSON"})
    void progressShowsTheirBeginning(ProgressMode mode) {
        StringWriter err = new StringWriter();
        Terminal file = new Terminal(false, Optional.empty(), false, () -> 0, () -> 0);
        var progress = Progresses.of(mode, new PrintWriter(err), file, 3, () -> 0, Clock.systemUTC());
        progress.start(List.of(update));
        progress.accept(new PreparationEvent.Changed(Updates.pair(1), new DeltaState.Building(1), FAILED));
        assertTrue(
                err.getBuffer().length() < 2_000,
                "characters: " + err.getBuffer().length());
    }

    @Test
    void loneSurrogatesAreEscapedAsJavaScriptDoes() {
        String json = OutputFormat.JSON.render(Updates.with()
                .updated("a\ud800b\udc00\ud83d\ude00\ud83d", 1, 1000, new DeltaState.Missing())
                .update());
        assertTrue(json.contains("\"a\\ud800b\\udc00\ud83d\ude00\\ud83d\""), json);
        String fine = OutputFormat.JSON.render(Updates.ofAllKinds());
        assertEquals(-1, fine.indexOf("\\ud"));
    }
}

package io.balena.releaseupdate.output.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.output.Updates;
import io.balena.releaseupdate.output.json.JsonDocument;
import io.balena.releaseupdate.output.progress.ProgressMode;
import org.junit.jupiter.api.Test;

class OutputFormatTest {

    private final ReleaseUpdate update = Updates.ofAllKinds();

    @Test
    void picksTheRenderer() {
        assertEquals(JsonDocument.of(update), OutputFormat.JSON.render(update));
        assertEquals(TableDocument.of(update, Presentation.PLAIN), OutputFormat.TABLE.render(update));
        assertEquals(MarkdownDocument.of(update, Presentation.PLAIN), OutputFormat.MARKDOWN.render(update));
    }

    @Test
    void endsWithOneNewline() {
        for (OutputFormat format : OutputFormat.values()) {
            assertTrue(format.render(update).matches("(?s).*[^\n]\n"), format.toString());
        }
    }

    @Test
    void isNamedAsOnTheCommandLine() {
        assertEquals("markdown", OutputFormat.MARKDOWN.toString());
        assertEquals("auto", ProgressMode.AUTO.toString());
    }
}

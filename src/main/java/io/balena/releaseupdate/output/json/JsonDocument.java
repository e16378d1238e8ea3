package io.balena.releaseupdate.output.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.RolloutForecast;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.RolloutReport;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * Updates as JSON: the npm tool's document, byte for byte as {@code JSON.stringify(x, null, 2)} prints it, and a final
 * newline. Keys whose value is not known are absent.
 */
public final class JsonDocument {

    /** JavaScript writes control characters with lower-case digits. */
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE).build();

    private JsonDocument() {}

    /** The document of an update. */
    public static String of(ReleaseUpdate update) {
        return document(json -> UpdateJson.write(json, update));
    }

    /** The document of a fleet, with the one above for each release that its devices run. */
    public static String of(FleetUpdate update) {
        return document(json -> FleetJson.write(json, update));
    }

    /** Writes the document of a fleet piece by piece: it takes megabytes for a large one. */
    public static void write(FleetUpdate update, Writer out) {
        write(json -> FleetJson.write(json, update), out);
    }

    /** The document of a fleet's status. */
    public static String of(FleetStatus status) {
        return document(json -> StatusJson.write(json, status));
    }

    /**
     * The document of a roll-out whose run ended.
     *
     * @param report the outcome's
     */
    public static String of(RolloutReport report, RolloutOutcome outcome) {
        return document(json -> RolloutJson.write(json, report, outcome));
    }

    /** The document of what a roll-out would do. */
    public static String of(RolloutForecast forecast) {
        return document(json -> RolloutJson.write(json, forecast));
    }

    /** Writes what a document holds. */
    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    private static String document(Content content) {
        StringWriter text = new StringWriter();
        write(content, text);
        return text.toString();
    }

    private static void write(Content content, Writer out) {
        var wellFormed = new LoneSurrogateEscapes(out);
        try (JsonGenerator json = JSON.createGenerator(wellFormed)) {
            // The writer goes on to be used.
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            json.setPrettyPrinter(likeJavaScript());
            content.write(json);
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DefaultPrettyPrinter likeJavaScript() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter()
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter)
                .withSeparators(Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withObjectEmptySeparator("")
                        .withArrayEmptySeparator(""));
    }
}

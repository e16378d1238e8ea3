package io.balena.releaseupdate.output.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.balena.releaseupdate.model.Delta;
import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.Image;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.RemovedService;
import io.balena.releaseupdate.model.RolloutForecast;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.RolloutReport;
import io.balena.releaseupdate.model.ServiceUpdate;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Optional;

/**
 * Updates as JSON: the npm tool's document, byte for byte as {@code JSON.stringify(x, null, 2)} prints it, and a final
 * newline. Keys whose value is not known are absent.
 */
public final class JsonDocument {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonDocument() {}

    /** The document of an update. */
    public static String of(ReleaseUpdate update) {
        return document(json -> write(json, update));
    }

    /** The document of a fleet, with the one above for each release that its devices run. */
    static String of(FleetUpdate update) {
        return document(json -> FleetJson.write(json, update));
    }

    /** Writes the document of a fleet piece by piece: it takes megabytes for a large one. */
    static void write(FleetUpdate update, Writer out) {
        write(json -> FleetJson.write(json, update), out);
    }

    /** The document of a fleet's status. */
    static String of(FleetStatus status) {
        return document(json -> StatusJson.write(json, status));
    }

    /**
     * The document of a roll-out whose run ended.
     *
     * @param report the outcome's
     */
    static String of(RolloutReport report, RolloutOutcome outcome) {
        return document(json -> RolloutJson.write(json, report, outcome));
    }

    /** The document of what a roll-out would do. */
    static String of(RolloutForecast forecast) {
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
            json.setCharacterEscapes(new JavaScriptEscapes());
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

    private static void write(JsonGenerator json, ReleaseUpdate update) throws IOException {
        json.writeStartObject();
        write(json, "originates_from__release", update.from().name());
        write(json, "produces__release", update.to().name());
        writeFields(json, update);
        json.writeEndObject();
    }

    /** What the document of an update holds behind its releases, for others that hold it. */
    static void writeFields(JsonGenerator json, ReleaseUpdate update) throws IOException {
        json.writeArrayFieldStart("is_produced_by__service_update");
        for (ServiceUpdate service : update.services()) {
            write(json, service);
        }
        json.writeEndArray();
        json.writeStringField("overall_status", update.overallStatus().label());
        if (update.estimatedPayloadSize().isPresent()) {
            json.writeNumberField(
                    "estimated_total_payload_size",
                    update.estimatedPayloadSize().getAsLong());
        }
        if (!update.removed().isEmpty()) {
            json.writeArrayFieldStart("removes__service");
            for (RemovedService service : update.removed()) {
                write(json, service);
            }
            json.writeEndArray();
        }
    }

    private static void write(JsonGenerator json, String key, ReleaseName release) throws IOException {
        json.writeObjectFieldStart(key);
        json.writeNumberField("id", release.id());
        if (!release.commit().isEmpty()) {
            json.writeStringField("commit", release.commit());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, ServiceUpdate service) throws IOException {
        json.writeStartObject();
        json.writeStringField("service_name", service.serviceName());
        json.writeStringField("status", service.status().label());
        if (service.from().isPresent()) {
            write(json, "originates_from__image", service.from().get(), Optional.empty());
        }
        write(json, "produces__image", service.to(), service.delta());
        if (service.errorMessage().isPresent()) {
            json.writeStringField("error_message", service.errorMessage().get());
        }
        if (service.fullDownloadReason().isPresent()) {
            json.writeStringField(
                    "full_download_reason", service.fullDownloadReason().get());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, RemovedService service) throws IOException {
        json.writeStartObject();
        json.writeStringField("service_name", service.serviceName());
        write(json, "originates_from__image", service.image(), Optional.empty());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String key, Image image, Optional<Delta> delta) throws IOException {
        json.writeObjectFieldStart(key);
        json.writeNumberField("id", image.id());
        json.writeStringField("is_stored_at__image_location", image.location());
        if (image.contentHash().isPresent()) {
            json.writeStringField("content_hash", image.contentHash().get());
        }
        json.writeNumberField("image_size", image.size());
        if (delta.isPresent()) {
            write(json, delta.get());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Delta delta) throws IOException {
        json.writeObjectFieldStart("is_produced_by__delta");
        json.writeNumberField("id", delta.id());
        json.writeNumberField("version", delta.version());
        if (delta.location().isPresent()) {
            json.writeStringField("is_stored_at__location", delta.location().get());
        }
        json.writeNumberField("size", delta.size());
        json.writeEndObject();
    }
}

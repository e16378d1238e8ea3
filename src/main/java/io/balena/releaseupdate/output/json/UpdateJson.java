package io.balena.releaseupdate.output.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.balena.releaseupdate.model.Delta;
import io.balena.releaseupdate.model.Image;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.RemovedService;
import io.balena.releaseupdate.model.ServiceUpdate;
import java.io.IOException;
import java.util.Optional;

/** The update between two releases as JSON. */
final class UpdateJson {

    private UpdateJson() {}

    static void write(JsonGenerator json, ReleaseUpdate update) throws IOException {
        json.writeStartObject();
        write(json, "originates_from__release", update.from().name());
        write(json, "produces__release", update.to().name());
        writeFields(json, update);
        json.writeEndObject();
    }

    /** Writes everything of an update but its releases, also for documents of fleets. */
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

package io.balena.releaseupdate.output.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.ReleaseName;
import java.io.IOException;

/** How documents name a fleet, its target and a release. */
final class FleetNameJson {

    private FleetNameJson() {}

    static void write(JsonGenerator json, Fleet fleet, FleetTarget target) throws IOException {
        json.writeObjectFieldStart("fleet");
        json.writeNumberField("id", fleet.id());
        json.writeStringField("slug", fleet.slug());
        write(json, target);
        json.writeEndObject();
    }

    static void write(JsonGenerator json, FleetTarget target) throws IOException {
        if (target.release().isPresent()) {
            writeNamed(json, "should_be_running__release", target.release().get());
        }
        json.writeBooleanField("should_track_latest_release", target.tracksLatest());
    }

    /** A release with its version, which the npm tool's document does not have. */
    static void writeNamed(JsonGenerator json, String key, ReleaseName release) throws IOException {
        json.writeObjectFieldStart(key);
        json.writeNumberField("id", release.id());
        if (!release.commit().isEmpty()) {
            json.writeStringField("commit", release.commit());
        }
        if (release.version().isPresent()) {
            json.writeStringField("raw_version", release.version().get());
        }
        json.writeEndObject();
    }
}

package io.balena.releaseupdate.cloud;

import static io.balena.releaseupdate.cloud.ReleaseRows.required;

import io.balena.releaseupdate.model.DeltaBuild;
import io.balena.releaseupdate.model.ImagePair;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Converts rows of balena's {@code delta} resource to builds of deltas. */
final class DeltaRows {

    private DeltaRows() {}

    static DeltaBuild build(ApiRows.DeltaRow row) {
        return new DeltaBuild(
                new ImagePair(image(row.originatesFromImage()), image(row.producesImage())),
                required(row.id(), "a delta without an id"),
                required(row.status(), "a delta without a status"),
                required(row.version(), "a delta without a version"),
                Optional.ofNullable(row.isStoredAtLocation()),
                ReleaseRows.size(row.size()),
                Optional.ofNullable(row.errorMessage()),
                Optional.ofNullable(row.updateTimestamp()).map(DeltaRows::time));
    }

    private static long image(ApiRows.ForeignKey key) {
        return required(required(key, "a delta without its images").id(), "a delta without its images");
    }

    private static Instant time(String timestamp) {
        try {
            return Instant.parse(timestamp);
        } catch (DateTimeParseException e) {
            throw new MalformedResponse("a delta with a bad update_timestamp");
        }
    }
}

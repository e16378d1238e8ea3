package io.balena.releaseupdate.cloud;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** What balena's API answers, in its own terms. Every field may be absent. */
final class Wire {

    private Wire() {}

    /** The envelope of every answer: {@code {"d": [...]}}, also for a single row. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Rows<T>(List<T> d) {}

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ReleaseRow(
            Long id,
            String commit,
            String status,
            @JsonProperty("raw_version") String rawVersion,
            @JsonProperty("belongs_to__application") List<FleetRow> belongsToApplication,
            @JsonProperty("release_image") List<ReleaseImageRow> releaseImage) {}

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record FleetRow(Long id, String slug) {}

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ReleaseImageRow(Long id, List<ImageRow> image) {}

    /** An image; {@code image_size} is a big integer, which the API writes as a string. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ImageRow(
            Long id,
            String status,
            @JsonProperty("is_stored_at__image_location") String isStoredAtImageLocation,
            @JsonProperty("content_hash") String contentHash,
            @JsonProperty("image_size") Long imageSize,
            @JsonProperty("is_a_build_of__service") List<ServiceRow> isABuildOfService) {}

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ServiceRow(Long id, @JsonProperty("service_name") String serviceName) {}

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record DeltaRow(
            Long id,
            String status,
            Integer version,
            @JsonProperty("is_stored_at__location") String isStoredAtLocation,
            Long size,
            @JsonProperty("error_message") String errorMessage,
            @JsonProperty("update_timestamp") String updateTimestamp,
            @JsonProperty("originates_from__image") ForeignKey originatesFromImage,
            @JsonProperty("produces__image") ForeignKey producesImage) {}

    /** A reference that was not expanded. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ForeignKey(@JsonProperty("__id") Long id) {}
}

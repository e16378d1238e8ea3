package io.balena.releaseupdate.cloud;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Set;

/**
 * Rows of balena's API, in its own terms. Every field may be absent. A to-many relation of which only the count was
 * requested is a number.
 */
final class ApiRows {

    private ApiRows() {}

    /** The envelope of every response: {@code {"d": [...]}}, also for a single row. */
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
            @JsonProperty("is_final") Boolean isFinal,
            @JsonProperty("is_invalidated") Boolean isInvalidated,
            @JsonProperty("belongs_to__application") List<FleetRow> belongsToApplication,
            @JsonProperty("release_image") List<ReleaseImageRow> releaseImage,
            Composition composition,
            @JsonProperty("is_running_on__device") Long deviceCount,
            @JsonProperty("is_pinned_to__device") Long pinnedDeviceCount) {

        /** The services that devices delete before they download them again. */
        Set<String> deletingFirst() {
            return composition == null ? Set.of() : composition.deletingFirst();
        }
    }

    /**
     * The part of a release's composition that is kept, see {@link CompositionReader}.
     *
     * @param deletingFirst names of services that devices delete before they download them again
     */
    record Composition(Set<String> deletingFirst) {

        static final Composition NONE = new Composition(Set.of());

        Composition {
            deletingFirst = Set.copyOf(deletingFirst);
        }
    }

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record FleetRow(
            Long id,
            String slug,
            @JsonProperty("should_track_latest_release") Boolean shouldTrackLatestRelease,
            @JsonProperty("should_be_running__release") List<ReleaseRow> shouldBeRunningRelease,
            @JsonProperty("owns__device") Long deviceCount,
            @JsonProperty("owns__release") List<ReleaseRow> ownsRelease,
            @JsonProperty("application_config_variable") List<VariableRow> configVariables) {}

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record VariableRow(String name, String value) {}

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

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record CreatedRow(Long id, @JsonProperty("created_at") String createdAt) {}

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record DeviceRow(
            String uuid,
            @JsonProperty("device_name") String deviceName,
            @JsonProperty("update_status") String updateStatus,
            @JsonProperty("last_update_status_event") String lastUpdateStatusEvent,

            @JsonProperty("changed_api_heartbeat_state_on__date")
            String changedApiHeartbeatStateOnDate) {}

    /** A device with the fields that a roll-out needs, of those that the API has. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record FleetDeviceRow(
            Long id,
            String uuid,
            @JsonProperty("device_name") String deviceName,
            @JsonProperty("is_pinned_on__release") ForeignKey isPinnedOnRelease,
            @JsonProperty("is_running__release") ForeignKey isRunningRelease,
            @JsonProperty("is_active") Boolean isActive,
            @JsonProperty("is_frozen") Boolean isFrozen,
            @JsonProperty("api_heartbeat_state") String apiHeartbeatState,

            @JsonProperty("changed_api_heartbeat_state_on__date")
            String changedApiHeartbeatStateOnDate,

            @JsonProperty("update_status") String updateStatus,
            @JsonProperty("last_update_status_event") String lastUpdateStatusEvent,
            @JsonProperty("device_tag") List<TagRow> deviceTags,
            @JsonProperty("device_config_variable") List<VariableRow> configVariables) {}

    /** A tag of a release or a device. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record TagRow(
            @JsonProperty("tag_key") String tagKey,
            String value,
            @JsonProperty("created_at") String createdAt) {}

    /** A release tag to create. */
    @RegisterForReflection
    record NewTag(long release, @JsonProperty("tag_key") String tagKey, String value) {}

    /**
     * The change that pins devices.
     *
     * @param isPinnedOnRelease null clears the pin
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record DevicePin(@JsonProperty("is_pinned_on__release") Long isPinnedOnRelease) {}

    /** The change that pins a fleet. */
    @RegisterForReflection
    record Pin(
            @JsonProperty("should_be_running__release") long shouldBeRunningRelease,
            @JsonProperty("should_track_latest_release") boolean shouldTrackLatestRelease) {}

    /** A reference that was not expanded. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ForeignKey(@JsonProperty("__id") Long id) {}
}

package io.balena.releaseupdate.sandbox.data;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The API's resources as in its v7 model, with their properties and navigations. */
public enum Resource {
    USER("user"),
    APPLICATION("application", "slug", "uuid"),
    APPLICATION_CONFIG_VARIABLE("application_config_variable"),
    SERVICE("service"),
    RELEASE("release"),
    RELEASE_TAG("release_tag", "release", "tag_key"),
    RELEASE_IMAGE("release_image"),
    IMAGE("image"),
    DELTA("delta"),
    DEVICE("device", "uuid"),
    DEVICE_TAG("device_tag", "device", "tag_key"),
    DEVICE_CONFIG_VARIABLE("device_config_variable");

    /** The type of a property. */
    public enum Kind {
        TEXT,
        INTEGER,
        /** 64 bits, which the API writes as a JSON string. */
        BIG_INTEGER,
        BOOLEAN,
        DATE,
        JSON
    }

    /**
     * A property; a foreign key is an {@link Kind#INTEGER} that a {@link Navigation} of the same name follows.
     *
     * @param position among its resource's properties
     */
    public record Property(
            Resource resource, String name, Kind kind, int position, boolean isReference, boolean isComputed) {}

    /**
     * A way from one resource to another.
     *
     * @param keyName the foreign key: the source's for a to-one navigation, else the target's
     */
    public record Navigation(String name, Resource source, Resource target, boolean toOne, String keyName) {

        /** The property of the foreign key. */
        public Property key() {
            return (toOne ? source : target).require(keyName);
        }
    }

    static {
        USER.text("username").date("created_at");

        APPLICATION
                .text("slug", "app_name", "uuid", "is_of__class")
                .is("should_track_latest_release", "is_host", "is_archived", "is_public")
                .date("created_at")
                .one("should_be_running__release", RELEASE)
                .many("owns__release", RELEASE, "belongs_to__application")
                .many("owns__device", DEVICE, "belongs_to__application")
                .many("service", SERVICE, "application")
                .many("application_config_variable", APPLICATION_CONFIG_VARIABLE, "application");

        APPLICATION_CONFIG_VARIABLE.text("name", "value").date("created_at").one("application", APPLICATION);

        SERVICE.text("service_name")
                .date("created_at")
                .one("application", APPLICATION)
                .many("is_built_by__image", IMAGE, "is_a_build_of__service");

        RELEASE.text("commit", "status", "raw_version", "invalidation_reason", "phase", "source")
                .text("semver", "semver_prerelease", "semver_build", "note", "known_issue_list", "build_log")
                .json("composition", "contract")
                .integer("revision", "semver_major", "semver_minor", "semver_patch")
                .is("is_final", "is_invalidated", "is_passing_tests")
                .date("created_at", "start_timestamp", "end_timestamp", "update_timestamp", "is_finalized_at__date")
                .one("belongs_to__application", APPLICATION)
                .one("is_created_by__user", USER)
                .many("release_tag", RELEASE_TAG, "release")
                .many("release_image", RELEASE_IMAGE, "is_part_of__release")
                .many("contains__image", RELEASE_IMAGE, "is_part_of__release")
                .many("image__is_part_of__release", RELEASE_IMAGE, "is_part_of__release")
                .many("is_running_on__device", DEVICE, "is_running__release")
                .many("should_be_running_on__device", DEVICE, "should_be_running__release")
                .many("is_pinned_to__device", DEVICE, "is_pinned_on__release")
                .many("should_be_running_on__application", APPLICATION, "should_be_running__release");

        RELEASE_TAG.text("tag_key", "value").date("created_at").one("release", RELEASE);

        RELEASE_IMAGE.date("created_at").one("is_part_of__release", RELEASE).one("image", IMAGE);

        IMAGE.text("status", "content_hash", "is_stored_at__image_location", "error_message", "build_log")
                .text("project_type", "dockerfile")
                .json("contract")
                .big("image_size")
                .date("created_at", "start_timestamp", "end_timestamp", "push_timestamp")
                .one("is_a_build_of__service", SERVICE)
                .many("release_image", RELEASE_IMAGE, "image")
                .many("is__origin__of__delta", DELTA, "originates_from__image")
                .many("is_produced_by__delta", DELTA, "produces__image");

        DELTA.text("status", "error_message", "is_stored_at__location")
                .integer("version")
                .big("size")
                .date("created_at", "update_timestamp", "end_timestamp")
                .one("originates_from__image", IMAGE)
                .one("produces__image", IMAGE);

        DEVICE.text("uuid", "device_name", "status", "overall_status", "api_heartbeat_state", "update_status")
                .text("os_version", "supervisor_version")
                .integer("overall_progress", "download_progress")
                .is("is_online", "is_connected_to_vpn", "is_active", "is_frozen")
                .date("created_at", "modified_at", "last_update_status_event")
                .date("changed_api_heartbeat_state_on__date", "last_connectivity_event")
                .one("belongs_to__application", APPLICATION)
                .one("is_running__release", RELEASE)
                .one("is_pinned_on__release", RELEASE)
                .computedOne("should_be_running__release", RELEASE)
                .many("device_tag", DEVICE_TAG, "device")
                .many("device_config_variable", DEVICE_CONFIG_VARIABLE, "device");

        DEVICE_TAG.text("tag_key", "value").date("created_at").one("device", DEVICE);

        DEVICE_CONFIG_VARIABLE.text("name", "value").date("created_at").one("device", DEVICE);
    }

    private final String apiName;
    private final Set<String> naturalKey;
    private final Map<String, Property> properties = new LinkedHashMap<>();
    private final Map<String, Navigation> navigations = new LinkedHashMap<>();

    Resource(String apiName, String... naturalKey) {
        this.apiName = apiName;
        this.naturalKey = Set.of(naturalKey);
        integer("id");
    }

    /** The resource of this name in the API; empty if there is none. */
    public static Optional<Resource> named(String apiName) {
        for (Resource resource : values()) {
            if (resource.apiName.equals(apiName)) {
                return Optional.of(resource);
            }
        }
        return Optional.empty();
    }

    /** The name in the API. */
    public String apiName() {
        return apiName;
    }

    /** All properties, in the order of a response. */
    public Collection<Property> properties() {
        return properties.values();
    }

    /** The property of this name; empty if there is none. */
    public Optional<Property> property(String name) {
        return Optional.ofNullable(properties.get(name));
    }

    /** The property; throws an {@link IllegalArgumentException} if there is none. */
    public Property require(String name) {
        return property(name).orElseThrow(() -> new IllegalArgumentException(apiName + " has no property " + name));
    }

    /** The navigation of this name; empty if there is none. */
    public Optional<Navigation> navigation(String name) {
        return Optional.ofNullable(navigations.get(name));
    }

    /**
     * Whether {@code resource(name='…')} matches at most one row: by id, by a unique name of a fleet or a device, or by
     * both parts of a tag's key.
     */
    public boolean isKey(Set<String> names) {
        return names.equals(Set.of("id"))
                || names.equals(naturalKey)
                || this == APPLICATION && names.size() == 1 && naturalKey.containsAll(names);
    }

    /** Whether a response contains this property if the client selects none. */
    public boolean isSelectedByDefault(Property property) {
        return !(this == RELEASE && property.name().equals("raw_version"));
    }

    private Resource text(String... names) {
        return add(Kind.TEXT, names);
    }

    private Resource integer(String... names) {
        return add(Kind.INTEGER, names);
    }

    private Resource big(String... names) {
        return add(Kind.BIG_INTEGER, names);
    }

    private Resource is(String... names) {
        return add(Kind.BOOLEAN, names);
    }

    private Resource date(String... names) {
        return add(Kind.DATE, names);
    }

    private Resource json(String... names) {
        return add(Kind.JSON, names);
    }

    private Resource add(Kind kind, String... names) {
        for (String name : names) {
            add(name, kind, false, false);
        }
        return this;
    }

    private Resource add(String name, Kind kind, boolean isReference, boolean isComputed) {
        properties.put(name, new Property(this, name, kind, properties.size(), isReference, isComputed));
        return this;
    }

    private Resource one(String name, Resource target) {
        navigations.put(name, new Navigation(name, this, target, true, name));
        return add(name, Kind.INTEGER, true, false);
    }

    private Resource computedOne(String name, Resource target) {
        navigations.put(name, new Navigation(name, this, target, true, name));
        return add(name, Kind.INTEGER, true, true);
    }

    private Resource many(String name, Resource target, String key) {
        navigations.put(name, new Navigation(name, this, target, false, key));
        return this;
    }
}

package io.balena.releaseupdate.sandbox;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The API's resources as its v7 model names them: what can be selected, and what leads where. */
enum Resource {
    USER("user"),
    APPLICATION("application", "slug", "uuid"),
    SERVICE("service"),
    RELEASE("release"),
    RELEASE_IMAGE("release_image"),
    IMAGE("image"),
    DELTA("delta"),
    DEVICE("device", "uuid");

    /** What a property holds. */
    enum Kind {
        TEXT,
        INTEGER,
        /** 64 bits, which the API writes as a JSON string. */
        BIG_INTEGER,
        BOOLEAN,
        DATE,
        JSON
    }

    /** A property; a foreign key is an {@link Kind#INTEGER} that a {@link Navigation} of the same name follows. */
    record Property(String name, Kind kind) {}

    /**
     * A way from one resource to another.
     *
     * @param key of a to-one navigation the source's foreign key, else the target's
     */
    record Navigation(String name, Resource target, boolean toOne, String key) {}

    static {
        USER.text("username").date("created_at");

        APPLICATION
                .text("slug", "app_name", "uuid", "is_of__class")
                .is("should_track_latest_release", "is_host", "is_archived", "is_public")
                .date("created_at")
                .one("should_be_running__release", RELEASE)
                .many("owns__release", RELEASE, "belongs_to__application")
                .many("owns__device", DEVICE, "belongs_to__application")
                .many("service", SERVICE, "application");

        SERVICE.text("service_name")
                .date("created_at")
                .one("application", APPLICATION)
                .many("is_built_by__image", IMAGE, "is_a_build_of__service");

        RELEASE.text("commit", "status", "raw_version", "invalidation_reason", "phase", "source")
                .text("note", "known_issue_list", "build_log")
                .json("composition", "contract")
                .integer("revision")
                .is("is_final", "is_invalidated", "is_passing_tests")
                .date("created_at", "start_timestamp", "end_timestamp", "update_timestamp", "is_finalized_at__date")
                .one("belongs_to__application", APPLICATION)
                .one("is_created_by__user", USER)
                .many("release_image", RELEASE_IMAGE, "is_part_of__release")
                .many("contains__image", RELEASE_IMAGE, "is_part_of__release")
                .many("image__is_part_of__release", RELEASE_IMAGE, "is_part_of__release")
                .many("is_running_on__device", DEVICE, "is_running__release")
                .many("should_be_running_on__device", DEVICE, "should_be_running__release")
                .many("is_pinned_to__device", DEVICE, "is_pinned_on__release")
                .many("should_be_running_on__application", APPLICATION, "should_be_running__release");

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

        DEVICE.text("uuid", "device_name", "status", "overall_status", "api_heartbeat_state")
                .text("os_version", "supervisor_version")
                .is("is_online", "is_active")
                .date("created_at")
                .one("belongs_to__application", APPLICATION)
                .one("is_running__release", RELEASE)
                .one("is_pinned_on__release", RELEASE)
                .one("should_be_running__release", RELEASE);
    }

    private final String apiName;
    private final Set<String> naturalKeys;
    private final Map<String, Property> properties = new LinkedHashMap<>();
    private final Map<String, Navigation> navigations = new LinkedHashMap<>();

    Resource(String apiName, String... naturalKeys) {
        this.apiName = apiName;
        this.naturalKeys = Set.of(naturalKeys);
        integer("id");
    }

    static Optional<Resource> named(String apiName) {
        for (Resource resource : values()) {
            if (resource.apiName.equals(apiName)) {
                return Optional.of(resource);
            }
        }
        return Optional.empty();
    }

    String apiName() {
        return apiName;
    }

    Collection<Property> properties() {
        return properties.values();
    }

    Optional<Property> property(String name) {
        return Optional.ofNullable(properties.get(name));
    }

    Optional<Navigation> navigation(String name) {
        return Optional.ofNullable(navigations.get(name));
    }

    /** Whether {@code resource(name='…')} names at most one row. */
    boolean isKey(String name) {
        return name.equals("id") || naturalKeys.contains(name);
    }

    /** Whether an answer holds this property although the client selected none. */
    boolean isSelectedByDefault(Property property) {
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
            properties.put(name, new Property(name, kind));
        }
        return this;
    }

    private Resource one(String name, Resource target) {
        navigations.put(name, new Navigation(name, target, true, name));
        return integer(name);
    }

    private Resource many(String name, Resource target, String key) {
        navigations.put(name, new Navigation(name, target, false, key));
        return this;
    }
}

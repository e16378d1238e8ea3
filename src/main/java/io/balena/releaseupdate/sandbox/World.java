package io.balena.releaseupdate.sandbox;

import io.balena.releaseupdate.sandbox.Resource.Navigation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What a sandbox holds: fleets, releases, services, images, deltas and devices.
 *
 * <p>Build one by chaining, in the order in which things refer to each other; change it at any time, also while a
 * sandbox serves it. Every method is safe to call from any thread. {@code Long} parameters may be null where the API
 * has no value.
 */
public final class World {
    private static final Instant CREATED = Instant.parse("2025-03-04T09:30:00Z");
    static final long USER_ID = 1600100;
    static final String USERNAME = "sandbox";

    private final Map<Resource, TreeMap<Long, Row>> tables = new EnumMap<>(Resource.class);
    private long lastGeneratedId = 1_500_000;

    /** Devices are many and most commands never ask for one: they come into being with the first question. */
    private final List<Runnable> devicesToAdd = new ArrayList<>();

    private World() {
        for (Resource resource : Resource.values()) {
            tables.put(resource, new TreeMap<>());
        }
        add(Resource.USER, USER_ID).set("username", USERNAME);
    }

    /** A world with a user and nothing else. */
    public static World empty() {
        return new World();
    }

    /** Fleet {@code sandbox/readme}: the two releases and the delta that the README of the npm tool shows. */
    public static World readme() {
        return StandardWorld.addReadme(empty());
    }

    /** What ships: {@code sandbox/readme}, {@code sandbox/shop}, {@code sandbox/big} and {@code sandbox/wide}. */
    public static World standard() {
        return StandardWorld.addWide(StandardWorld.addBig(StandardWorld.addShop(readme())));
    }

    /** Adds a fleet that is not pinned and has no devices. */
    public synchronized World fleet(long id, String slug) {
        add(Resource.APPLICATION, id)
                .set("slug", slug)
                .set("app_name", slug.substring(slug.indexOf('/') + 1))
                .set("uuid", Fake.hex("fleet " + slug, 32))
                .set("is_of__class", "fleet")
                .set("should_track_latest_release", true)
                .set("is_host", false)
                .set("is_archived", false)
                .set("is_public", false);
        return this;
    }

    /** Adds a successful final release. */
    public World release(long id, long fleet, String commit) {
        return release(id, fleet, commit, "success", "0.0.0+rev" + id, true);
    }

    /**
     * Adds a release without images.
     *
     * @param status {@code success}, {@code failed}, {@code running}, {@code cancelled}, …
     * @param isFinal false for a draft
     */
    public synchronized World release(
            long id, long fleet, String commit, String status, String rawVersion, boolean isFinal) {
        row(Resource.APPLICATION, fleet);
        add(Resource.RELEASE, id)
                .set("belongs_to__application", fleet)
                .set("commit", commit)
                .set("status", status)
                .set("raw_version", rawVersion)
                .set("is_final", isFinal)
                .set("is_finalized_at__date", isFinal ? CREATED : null)
                .set("is_invalidated", false)
                .set("is_passing_tests", true)
                .set("is_created_by__user", USER_ID)
                .set("start_timestamp", CREATED)
                .set("end_timestamp", CREATED)
                .set("update_timestamp", CREATED)
                .set("source", "cloud")
                .set("composition", Fake.composition())
                .set("note", Fake.note())
                .set("build_log", Fake.buildLog());
        return this;
    }

    /** Marks a release as not to be used. */
    public World invalidate(long release, String reason) {
        return set("release", release, "is_invalidated", true).set("release", release, "invalidation_reason", reason);
    }

    /** Adds an image; {@link #contain} puts it in a release. */
    public synchronized World image(long id, String status, String location, String contentHash, Long size) {
        add(Resource.IMAGE, id)
                .set("status", status)
                .set("is_stored_at__image_location", location)
                .set("content_hash", contentHash)
                .set("image_size", size)
                .set("start_timestamp", CREATED)
                .set("end_timestamp", CREATED)
                .set("push_timestamp", CREATED)
                .set("project_type", "Standard Dockerfile")
                .set("build_log", Fake.buildLog());
        return this;
    }

    /** Puts an image in a release as the build of a service, which the release's fleet gets if it has none so named. */
    public synchronized World contain(long release, String service, long image) {
        Object fleet = row(Resource.RELEASE, release).get("belongs_to__application");
        row(Resource.IMAGE, image).set("is_a_build_of__service", service(fleet, service));
        add(Resource.RELEASE_IMAGE, nextId())
                .set("is_part_of__release", release)
                .set("image", image);
        return this;
    }

    /** Whether any fleet has a service of this name. */
    synchronized boolean hasService(String name) {
        return rows(Resource.SERVICE).stream().anyMatch(row -> name.equals(row.get("service_name")));
    }

    private long service(Object fleet, String name) {
        for (Row row : rows(Resource.SERVICE)) {
            if (fleet.equals(row.get("application")) && name.equals(row.get("service_name"))) {
                return row.id();
            }
        }
        return add(Resource.SERVICE, nextId())
                .set("application", fleet)
                .set("service_name", name)
                .id();
    }

    /** Adds a delta of version 3 that is there to be downloaded. */
    public World delta(long id, long fromImage, long toImage, String location, long size) {
        return delta(id, fromImage, toImage, 3, "success", location, size, null, CREATED);
    }

    /**
     * Adds a delta in any state. A {@code running} one is somebody else's build: it goes on only as far as this world
     * is changed, and is stale once {@code updateTimestamp} is old.
     */
    public synchronized World delta(
            long id,
            long fromImage,
            long toImage,
            int version,
            String status,
            String location,
            Long size,
            String errorMessage,
            Instant updateTimestamp) {
        add(Resource.DELTA, id)
                .set("originates_from__image", fromImage)
                .set("produces__image", toImage)
                .set("version", version)
                .set("status", status)
                .set("is_stored_at__location", location)
                .set("size", size)
                .set("error_message", errorMessage)
                .set("update_timestamp", updateTimestamp)
                .set("end_timestamp", "running".equals(status) ? null : updateTimestamp);
        return this;
    }

    /** Adds devices that run a release, or none yet if {@code release} is null. */
    public synchronized World devices(long fleet, Long release, int count, boolean online) {
        row(Resource.APPLICATION, fleet);
        long firstId = lastGeneratedId + 1;
        lastGeneratedId += count;
        devicesToAdd.add(() -> {
            for (long id = firstId; id < firstId + count; id++) {
                addDevice(id, fleet, release, online);
            }
        });
        return this;
    }

    private void addDevice(long id, long fleet, Long release, boolean online) {
        String uuid = Fake.hex("device " + id, 32);
        add(Resource.DEVICE, id)
                .set("belongs_to__application", fleet)
                .set("is_running__release", release)
                .set("uuid", uuid)
                .set("device_name", "device-" + uuid.substring(0, 7))
                .set("is_online", online)
                .set("is_active", true)
                .set("api_heartbeat_state", online ? "online" : "offline")
                .set("status", "Idle")
                .set("overall_status", online ? "operational" : "disconnected")
                .set("os_version", "balenaOS 6.5.39")
                .set("supervisor_version", "17.2.2");
    }

    /** Pins a fleet to a release, as its owner or someone else would. */
    public synchronized World pin(long fleet, long release) {
        row(Resource.APPLICATION, fleet)
                .set("should_be_running__release", release)
                .set("should_track_latest_release", false);
        return this;
    }

    /** The release that the fleet's devices should run. */
    public synchronized OptionalLong pinnedRelease(long fleet) {
        Object release = row(Resource.APPLICATION, fleet).get("should_be_running__release");
        return release == null ? OptionalLong.empty() : OptionalLong.of((Long) release);
    }

    /** Sets any property of a row by the API's names, as in {@code set("delta", 1510997, "status", "failed")}. */
    public synchronized World set(String resource, long id, String property, Object value) {
        row(resource(resource), id).set(property, value);
        return this;
    }

    /**
     * A property's value, null if it has none. A delta under way is brought up to date when the sandbox is asked for
     * deltas, not here.
     */
    public synchronized Object get(String resource, long id, String property) {
        return value(row(resource(resource), id), property);
    }

    /** Removes a row and nothing that refers to it. */
    public synchronized World remove(String resource, long id) {
        row(resource(resource), id);
        table(resource(resource)).remove(id);
        return this;
    }

    /** The ids of a resource's rows, ascending. */
    public synchronized List<Long> ids(String resource) {
        return List.copyOf(table(resource(resource)).keySet());
    }

    private static Resource resource(String name) {
        return Resource.named(name).orElseThrow(() -> new IllegalArgumentException("no resource " + name));
    }

    // The rest is for the sandbox, which holds this object's lock while it reads or changes several rows.

    synchronized Collection<Row> rows(Resource resource) {
        return table(resource).values();
    }

    /** The row, or null. */
    synchronized Row find(Resource resource, long id) {
        return table(resource).get(id);
    }

    /** The rows that a navigation leads to, by id. */
    synchronized List<Row> related(Row row, Navigation navigation) {
        if (navigation.toOne()) {
            Long target = (Long) value(row, navigation.key());
            Row found = target == null ? null : find(navigation.target(), target);
            return found == null ? List.of() : List.of(found);
        }
        List<Row> related = new ArrayList<>();
        for (Row candidate : rows(navigation.target())) {
            if (Objects.equals(value(candidate, navigation.key()), row.id())) {
                related.add(candidate);
            }
        }
        return related;
    }

    /** A row's value, computed where the API computes it: a device follows its own pin, else its fleet's release. */
    synchronized Object value(Row row, String property) {
        if (row.resource() == Resource.DEVICE && property.equals("should_be_running__release")) {
            Object pin = row.get("is_pinned_on__release");
            Long fleet = (Long) row.get("belongs_to__application");
            return pin != null || fleet == null
                    ? pin
                    : row(Resource.APPLICATION, fleet).get(property);
        }
        return row.get(property);
    }

    synchronized Row add(Resource resource, long id) {
        Row row = new Row(resource, id);
        if (tables.get(resource).putIfAbsent(id, row) != null) {
            throw new IllegalArgumentException(resource.apiName() + " " + id + " is there already");
        }
        return row.set("created_at", CREATED);
    }

    /** An id beyond all that the resource has. */
    synchronized long newId(Resource resource) {
        TreeMap<Long, Row> table = table(resource);
        return table.isEmpty() ? nextId() : table.lastKey() + 1;
    }

    private TreeMap<Long, Row> table(Resource resource) {
        if (resource == Resource.DEVICE && !devicesToAdd.isEmpty()) {
            List<Runnable> additions = List.copyOf(devicesToAdd);
            devicesToAdd.clear();
            additions.forEach(Runnable::run);
        }
        return tables.get(resource);
    }

    private long nextId() {
        return ++lastGeneratedId;
    }

    private Row row(Resource resource, long id) {
        Row row = find(resource, id);
        if (row == null) {
            throw new IllegalArgumentException("no " + resource.apiName() + " " + id);
        }
        return row;
    }
}

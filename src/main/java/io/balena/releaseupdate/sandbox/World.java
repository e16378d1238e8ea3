package io.balena.releaseupdate.sandbox;

import io.balena.releaseupdate.sandbox.data.Data;
import io.balena.releaseupdate.sandbox.data.Fake;
import io.balena.releaseupdate.sandbox.data.Resource;
import io.balena.releaseupdate.sandbox.data.Row;
import io.balena.releaseupdate.sandbox.device.Population;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * The content of a sandbox: fleets, releases, services, images, deltas and devices.
 *
 * <p>Build one by chaining calls, referenced objects first; change it at any time, even while a sandbox serves it.
 * Thread-safe. {@code Long} parameters may be null if the API has no value.
 */
public final class World {
    private static final Instant CREATED = Instant.parse("2025-03-04T09:30:00Z");

    private final Data data = new Data();
    private final Population population = new Population();

    private World() {
        data.add(Resource.USER, Fake.USER_ID).set("username", Fake.USERNAME);
    }

    /** A world with a user and nothing else. */
    public static World empty() {
        return new World();
    }

    /** Adds a fleet that is not pinned and has no devices. */
    public World fleet(long id, String slug) {
        data.add(Resource.APPLICATION, id)
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
    public World release(long id, long fleet, String commit, String status, String rawVersion, boolean isFinal) {
        data.row(Resource.APPLICATION, fleet);
        ReleaseRows.add(data, id, fleet, commit, rawVersion, isFinal).set("status", status);
        return this;
    }

    /** Invalidates a release. */
    public World invalidate(long release, String reason) {
        return set("release", release, "is_invalidated", true).set("release", release, "invalidation_reason", reason);
    }

    /** Labels a service in a release's composition, as its docker-compose file does. */
    public World label(long release, String service, String label, String value) {
        synchronized (data) {
            ReleaseRows.label(data.row(Resource.RELEASE, release), service, label, value);
        }
        return this;
    }

    /** Adds an image; {@link #contain} adds it to a release. */
    public World image(long id, String status, String location, String contentHash, Long size) {
        ReleaseRows.addImage(data, id)
                .set("status", status)
                .set("is_stored_at__image_location", location)
                .set("content_hash", contentHash)
                .set("image_size", size);
        return this;
    }

    /** Adds an image to a release as the build of a service, which is created in the release's fleet if missing. */
    public World contain(long release, String service, long image) {
        synchronized (data) {
            long fleet = data.row(Resource.RELEASE, release).reference("belongs_to__application");
            data.row(Resource.IMAGE, image).set("is_a_build_of__service", service(fleet, service));
            data.add(Resource.RELEASE_IMAGE).set("is_part_of__release", release).set("image", image);
        }
        return this;
    }

    private long service(long fleet, String name) {
        for (Row row : data.referring(Resource.SERVICE, "application", fleet)) {
            if (name.equals(row.get("service_name"))) {
                return row.id();
            }
        }
        return data.add(Resource.SERVICE)
                .set("application", fleet)
                .set("service_name", name)
                .id();
    }

    /** Adds a finished delta of version 3. */
    public World delta(long id, long fromImage, long toImage, String location, long size) {
        return delta(id, fromImage, toImage, 3, "success", location, size, null, CREATED);
    }

    /**
     * Adds a delta in any state. A {@code running} one is not built by the sandbox: it progresses only by changes of
     * this world, and is stale once {@code updateTimestamp} is old.
     */
    public World delta(
            long id,
            long fromImage,
            long toImage,
            int version,
            String status,
            String location,
            Long size,
            String errorMessage,
            Instant updateTimestamp) {
        data.add(Resource.DELTA, id)
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

    /**
     * Adds devices that run a release, or none yet if {@code release} is null.
     *
     * @param online whether they are connected by VPN and poll; otherwise they are switched off
     */
    public World devices(long fleet, Long release, int count, boolean online) {
        data.row(Resource.APPLICATION, fleet);
        long firstId = data.newIds(count);
        data.addDevicesLater(() -> {
            for (long id = firstId; id < firstId + count; id++) {
                DeviceRows.add(data, id, fleet, release, online);
            }
        });
        return this;
    }

    /**
     * Adds one device and changes its properties, given as {@code name, value, name, value, …}.
     *
     * @return its id
     */
    public long device(long fleet, Long release, boolean online, Object... properties) {
        return DeviceRows.add(data, data.newIds(1), fleet, release, online, properties);
    }

    /** Pins a fleet to a release, like its owner or another user. */
    public World pin(long fleet, long release) {
        synchronized (data) {
            data.row(Resource.APPLICATION, fleet)
                    .set("should_be_running__release", release)
                    .set("should_track_latest_release", false);
        }
        return this;
    }

    /** The release that the fleet's devices should run. */
    public OptionalLong pinnedRelease(long fleet) {
        Object release = get("application", fleet, "should_be_running__release");
        return release == null ? OptionalLong.empty() : OptionalLong.of((Long) release);
    }

    /**
     * Adds a row of a resource with few properties, such as a tag or a configuration variable: {@code
     * add("release_tag", "release", 900813, "tag_key", "stage", "value", "beta")}.
     */
    public World add(String resource, Object... properties) {
        synchronized (data) {
            DeviceRows.set(data.add(resource(resource)), properties);
        }
        return this;
    }

    /** Sets any property of a row by the API's names, as in {@code set("delta", 1510997, "status", "failed")}. */
    public World set(String resource, long id, String property, Object value) {
        synchronized (data) {
            data.row(resource(resource), id).set(property, value);
        }
        return this;
    }

    /**
     * A property's value, null if it has none. Deltas being built and devices are updated by requests to a sandbox and
     * by {@link Sandbox#world()}, not here.
     */
    public Object get(String resource, long id, String property) {
        synchronized (data) {
            return data.value(
                    data.row(resource(resource), id), resource(resource).require(property));
        }
    }

    /** Removes a row, but no rows that refer to it. */
    public World remove(String resource, long id) {
        data.remove(resource(resource), id);
        return this;
    }

    /** The ids of a resource's rows, ascending. */
    public List<Long> ids(String resource) {
        synchronized (data) {
            return data.rows(resource(resource)).stream().map(Row::id).toList();
        }
    }

    private static Resource resource(String name) {
        return Resource.named(name).orElseThrow(() -> new IllegalArgumentException("no resource " + name));
    }

    /** Which devices are simulated, and how. */
    public Population population() {
        return population;
    }

    /** The rows themselves, for the sandbox. */
    Data data() {
        return data;
    }
}

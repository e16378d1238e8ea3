package io.balena.releaseupdate.output;

import io.balena.releaseupdate.model.Delta;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.Image;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.Release;
import io.balena.releaseupdate.model.ReleaseUpdate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes updates for tests: each service has image n before and image n + 100 after. */
public final class Updates {

    public static final long MIB = 1024 * 1024;

    private final Map<String, Image> before = new HashMap<>();
    private final Map<String, Image> after = new HashMap<>();
    private final Map<ImagePair, DeltaState> deltas = new HashMap<>();
    private String slug = "acme/kiosk";
    private long fromId = 900813;

    /** An update whose services are all there is so far. */
    public static Updates with() {
        return new Updates();
    }

    /** One service per state that a delta can have, and one per change that a service can undergo. */
    public static ReleaseUpdate ofAllKinds() {
        return with().updated("main", 1, 300 * MIB, finished(24 * MIB + MIB / 5))
                .updated("api", 2, 473 * MIB, new DeltaState.Building(1))
                .updated("redis", 3, 40 * MIB, new DeltaState.Missing())
                .updated("worker", 4, 128 * MIB, new DeltaState.Failed(7, "no space left on device"))
                .unchanged("db", 5, 90 * MIB)
                .added("metrics", 6, 12 * MIB)
                .removed("legacy", 7)
                .update();
    }

    public static DeltaState finished(long size) {
        return new DeltaState.Finished(new Delta(99, 3, Optional.of("registry/x:delta"), size));
    }

    public static ImagePair pair(long n) {
        return new ImagePair(n, n + 100);
    }

    public Updates slug(String slug) {
        this.slug = slug;
        return this;
    }

    public Updates from(long releaseId) {
        fromId = releaseId;
        return this;
    }

    public Updates updated(String serviceName, long n, long size, DeltaState state) {
        before.put(serviceName, image(n, "old" + n, size));
        after.put(serviceName, image(n + 100, "new" + n, size));
        deltas.put(pair(n), state);
        return this;
    }

    public Updates unchanged(String serviceName, long n, long size) {
        before.put(serviceName, image(n, "same" + n, size));
        after.put(serviceName, image(n + 100, "same" + n, size));
        return this;
    }

    Updates added(String serviceName, long n, long size) {
        after.put(serviceName, image(n + 100, "new" + n, size));
        return this;
    }

    Updates removed(String serviceName, long n) {
        before.put(serviceName, image(n, "old" + n, 50 * MIB));
        return this;
    }

    public ReleaseUpdate update() {
        Fleet fleet = new Fleet(1, slug);
        return ReleaseUpdate.between(
                new Release(fromId, "0123456789abcdef0123456789abcdef", fleet, before),
                new Release(900835, "fedcba9876543210fedcba9876543210", fleet, after),
                deltas);
    }

    private static Image image(long id, String hash, long size) {
        return new Image(id, "registry/" + id, Optional.of("sha256:" + hash), size);
    }
}

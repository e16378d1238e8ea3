package io.balena.releaseupdate.sandbox;

import io.balena.releaseupdate.sandbox.FaultEffect.BuildFailure;
import io.balena.releaseupdate.sandbox.data.Data;
import io.balena.releaseupdate.sandbox.data.Fake;
import io.balena.releaseupdate.sandbox.data.RefusedException;
import io.balena.releaseupdate.sandbox.data.Resource;
import io.balena.releaseupdate.sandbox.data.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;

/**
 * Simulates delta builds: the progress of a build follows from the clock at each access. Results are rows of the world,
 * which a test can change during a build.
 */
final class DeltaBuilds {
    /**
     * How long a running delta may go without an update before it counts as abandoned. balena uses 5 minutes, its
     * clients 3 to allow for clock skew; the sandbox uses the clients' limit, so a build is never alive only for the
     * server.
     */
    private static final Duration STALE = Duration.ofMinutes(3);

    private final Data data;
    private final Clock clock;
    private final Duration buildTime;
    private final FaultPlan faults;
    private final Map<Long, Build> underWay = new HashMap<>();

    /** @param failure how it will fail, or null */
    private record Build(Instant start, FaultEffect failure) {}

    /** A delta's status and location; the status of a removed one is {@code gone}. */
    record State(String status, String location) {}

    DeltaBuilds(Data data, Clock clock, Duration buildTime, FaultPlan faults) {
        this.data = data;
        this.clock = clock;
        this.buildTime = buildTime;
        this.faults = faults;
    }

    /** Updates the rows of all deltas being built. */
    void settle() {
        synchronized (data) {
            Iterator<Map.Entry<Long, Build>> builds = underWay.entrySet().iterator();
            while (builds.hasNext()) {
                Map.Entry<Long, Build> build = builds.next();
                if (!goesOn(data.find(Resource.DELTA, build.getKey()), build.getValue())) {
                    builds.remove();
                }
            }
        }
    }

    /** Updates one row; false if the build has ended. */
    private boolean goesOn(Row delta, Build build) {
        if (delta == null || !"running".equals(delta.get("status"))) {
            return false;
        }
        if (build.failure() == BuildFailure.STUCK) {
            return true;
        }
        Instant now = clock.instant();
        Instant end = build.start().plus(buildTime);
        if (now.isBefore(end)) {
            delta.set("update_timestamp", now);
            return true;
        }
        delta.set("update_timestamp", end).set("end_timestamp", end);
        if (build.failure() == BuildFailure.FAIL) {
            delta.set("status", "failed").set("error_message", "The sandbox was told to fail this build");
        } else {
            succeed(delta);
        }
        return false;
    }

    private void succeed(Row delta) {
        long from = (Long) delta.get("originates_from__image");
        long to = (Long) delta.get("produces__image");
        Row target = data.find(Resource.IMAGE, to);
        delta.set("status", "success")
                .set("is_stored_at__location", location(from, to, (String) target.get("is_stored_at__image_location")))
                .set("size", size(from, to, (Long) target.get("image_size")));
    }

    /**
     * Joins the build of a delta, or starts it if the newest one failed or was abandoned.
     *
     * @return the id of the delta, which may already exist
     * @throws RefusedException if such a delta can't exist
     */
    long request(long from, long to) {
        if (from == to) {
            throw new RefusedException(400, "src and dest must differ");
        }
        synchronized (data) {
            Object service = image(from).get("is_a_build_of__service");
            if (!Objects.equals(service, image(to).get("is_a_build_of__service"))) {
                throw new RefusedException(400, "src and dest must be images of the same service");
            }
            settle();
            Row newest = newest(from, to);
            return newest != null && isOfUse(newest) ? newest.id() : start(service, from, to);
        }
    }

    private Row image(long id) {
        Row image = data.find(Resource.IMAGE, id);
        if (image == null) {
            throw new RefusedException(404, "image " + id + " not found");
        }
        return image;
    }

    private Row newest(long from, long to) {
        Row newest = null;
        for (Row delta : data.referring(Resource.DELTA, "produces__image", to)) {
            if (Objects.equals(delta.get("originates_from__image"), from)
                    && delta.get("version").equals(3L)) {
                newest = delta;
            }
        }
        return newest;
    }

    private boolean isOfUse(Row delta) {
        Instant updated = (Instant) delta.get("update_timestamp");
        return "success".equals(delta.get("status"))
                || "running".equals(delta.get("status"))
                        && updated != null
                        && updated.isAfter(clock.instant().minus(STALE));
    }

    private long start(Object service, long from, long to) {
        Instant now = clock.instant();
        Row delta = data.add(Resource.DELTA, data.nextId(Resource.DELTA))
                .set("originates_from__image", from)
                .set("produces__image", to)
                .set("version", 3)
                .set("status", "running")
                .set("created_at", now)
                .set("update_timestamp", now);
        Row serviceRow = service == null ? null : data.find(Resource.SERVICE, (Long) service);
        String name = serviceRow == null ? "" : (String) serviceRow.get("service_name");
        underWay.put(delta.id(), new Build(now, faults.nextBuild(name, from, to)));
        return delta.id();
    }

    /** Whether the last attempt to build a delta failed, without a request since. */
    boolean hasFailed(long from, long to) {
        synchronized (data) {
            settle();
            Row newest = newest(from, to);
            return newest != null && "failed".equals(newest.get("status"));
        }
    }

    State state(long delta) {
        synchronized (data) {
            settle();
            Row row = data.find(Resource.DELTA, delta);
            return row == null
                    ? new State("gone", null)
                    : new State((String) row.get("status"), (String) row.get("is_stored_at__location"));
        }
    }

    static String location(long from, long to, String target) {
        return target + ":delta-" + Fake.hex("delta " + from + " " + to, 16);
    }

    /** From 1 to 12 percent of the target image; a megabyte if its size is unknown. */
    static long size(long from, long to, Long targetSize) {
        long perMille = Fake.number("size " + from + " " + to, 10, 121);
        return targetSize == null ? 1_000_000 : targetSize * perMille / 1000;
    }
}

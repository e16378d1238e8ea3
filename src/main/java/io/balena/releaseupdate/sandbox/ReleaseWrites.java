package io.balena.releaseupdate.sandbox;

import io.balena.releaseupdate.sandbox.data.Data;
import io.balena.releaseupdate.sandbox.data.RefusedException;
import io.balena.releaseupdate.sandbox.data.Resource;
import io.balena.releaseupdate.sandbox.data.Row;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** Writes to releases: finalize, invalidate, fail, delete. */
final class ReleaseWrites {
    private final Data data;
    private final Clock clock;

    ReleaseWrites(Data data, Clock clock) {
        this.data = data;
        this.clock = clock;
    }

    void patch(List<Row> releases, Body body) {
        body.requireOnly(Set.of("status", "is_invalidated", "invalidation_reason", "is_final", "note"));
        if (body.has("status") && !body.text("status").equals("success")) {
            releases.forEach(this::requireUnused);
        }
        if (body.has("is_final") && !body.is("is_final")) {
            throw new RefusedException(400, "The sandbox makes no draft of a final release; balena does not either");
        }
        for (Row release : releases) {
            for (String text : List.of("status", "invalidation_reason", "note")) {
                if (body.has(text)) {
                    release.set(text, body.text(text));
                }
            }
            if (body.has("is_invalidated")) {
                release.set("is_invalidated", body.is("is_invalidated"));
            }
            if (body.has("is_final") && !release.is("is_final")) {
                release.set("is_final", true).set("is_finalized_at__date", clock.instant());
            }
        }
    }

    /** Deletes releases, even ones that devices run but are not pinned to. */
    void delete(List<Row> releases) {
        releases.forEach(this::requireUnused);
        for (Row release : releases) {
            removeAll(Resource.RELEASE_IMAGE, "is_part_of__release", release.id());
            removeAll(Resource.RELEASE_TAG, "release", release.id());
            data.remove(Resource.RELEASE, release.id());
        }
    }

    private void removeAll(Resource resource, String key, long release) {
        List<Row> rows = List.copyOf(data.referring(resource, key, release));
        rows.forEach(row -> data.remove(resource, row.id()));
    }

    private void requireUnused(Row release) {
        if (!data.referring(Resource.DEVICE, "is_pinned_on__release", release.id())
                .isEmpty()) {
            throw new RefusedException(
                    400,
                    "It is necessary that each release that a device is pinned on, has a status that is equal to"
                            + " \"success\".");
        }
        if (!data.referring(Resource.APPLICATION, "should_be_running__release", release.id())
                .isEmpty()) {
            throw new RefusedException(
                    400,
                    "It is necessary that each release that should be running on an application, has a status that is"
                            + " equal to \"success\".");
        }
    }
}

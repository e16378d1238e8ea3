package io.balena.releaseupdate.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.balena.releaseupdate.sandbox.data.Data;
import io.balena.releaseupdate.sandbox.data.Fake;
import io.balena.releaseupdate.sandbox.data.Resource;
import io.balena.releaseupdate.sandbox.data.Row;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Creates releases and images as balena's builder does. */
final class ReleaseRows {
    private static final Pattern SEMVER =
            Pattern.compile("((\\d+)\\.(\\d+)\\.(\\d+)(?:-([0-9A-Za-z.-]+))?)(?:\\+([0-9A-Za-z.-]+))?");

    private ReleaseRows() {}

    /** Adds a release without images. */
    static Row add(Data data, long id, long fleet, String commit, String rawVersion, boolean isFinal) {
        Row release = data.add(Resource.RELEASE, id);
        Object created = release.get("created_at");
        release.set("belongs_to__application", fleet)
                .set("commit", commit)
                .set("is_final", isFinal)
                .set("is_finalized_at__date", isFinal ? created : null)
                .set("is_invalidated", false)
                .set("is_passing_tests", true)
                .set("is_created_by__user", Fake.USER_ID)
                .set("start_timestamp", created)
                .set("end_timestamp", created)
                .set("update_timestamp", created)
                .set("source", "cloud")
                .set("composition", Fake.composition())
                .set("note", Fake.note())
                .set("build_log", Fake.buildLog());
        setVersion(release, rawVersion);
        return release;
    }

    private static void setVersion(Row release, String rawVersion) {
        release.set("raw_version", rawVersion);
        Matcher semver = SEMVER.matcher(rawVersion);
        if (semver.matches()) {
            release.set("semver", semver.group(1))
                    .set("semver_major", Long.valueOf(semver.group(2)))
                    .set("semver_minor", Long.valueOf(semver.group(3)))
                    .set("semver_patch", Long.valueOf(semver.group(4)))
                    .set("semver_prerelease", semver.group(5))
                    .set("semver_build", semver.group(6));
        }
    }

    /** Labels a service in the composition. */
    static void label(Row release, String service, String label, String value) {
        ObjectNode composition = ((ObjectNode) release.get("composition")).deepCopy();
        composition
                .withObject("/services")
                .withObject("/" + service)
                .withObject("/labels")
                .put(label, value);
        release.set("composition", composition);
    }

    /** Adds an image that is in no release. */
    static Row addImage(Data data, long id) {
        Row image = data.add(Resource.IMAGE, id);
        Object created = image.get("created_at");
        return image.set("start_timestamp", created)
                .set("end_timestamp", created)
                .set("push_timestamp", created)
                .set("project_type", "Standard Dockerfile")
                .set("build_log", Fake.buildLog());
    }
}

package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.Release;
import io.balena.releaseupdate.model.ReleaseName;

/** How releases are shown to people. */
final class Releases {

    private static final int SHORT_COMMIT = 7;

    private Releases() {}

    /** The beginning of the commit, as balena's dashboard and CLI show it. */
    static String shortCommit(Release release) {
        return shortCommit(release.name());
    }

    static String shortCommit(ReleaseName release) {
        return release.commit()
                .substring(0, Math.min(SHORT_COMMIT, release.commit().length()));
    }
}

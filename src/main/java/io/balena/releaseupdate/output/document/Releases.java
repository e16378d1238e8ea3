package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.text.Printable;
import java.util.regex.Pattern;

/** Releases as people read them: version, or id if there is none, and short commit. */
final class Releases {

    /** Versions, and ids, that are no markup. */
    private static final Pattern PLAIN = Pattern.compile("[0-9][0-9A-Za-z.+-]*");

    private Releases() {}

    /** {@code 2.0.0 (f5ee689)}, fit for a terminal. */
    static String text(ReleaseName release) {
        return Printable.of(release.label());
    }

    /** The same as markdown. */
    static String markdown(ReleaseName release) {
        String version = release.versionOrId();
        return (PLAIN.matcher(version).matches() ? version : Markdown.code(version))
                + (release.commit().isEmpty() ? "" : " (" + Markdown.code(release.shortCommit()) + ")");
    }
}

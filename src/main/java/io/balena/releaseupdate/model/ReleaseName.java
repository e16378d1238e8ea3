package io.balena.releaseupdate.model;

import java.util.Optional;

/**
 * A release's names, without its images.
 *
 * @param id its number
 * @param commit 32 or 40 hex digits; unique within its fleet only
 * @param version its version ({@code raw_version}), unique within its fleet only; empty if balena shows none
 */
public record ReleaseName(long id, String commit, Optional<String> version) {

    private static final int SHORT_COMMIT = 7;

    public ReleaseName {
        version = version.filter(text -> !text.isBlank());
    }

    /** A release without a version. */
    public ReleaseName(long id, String commit) {
        this(id, commit, Optional.empty());
    }

    /** The first 7 digits of the commit, as balena's dashboard and CLI show them; unsanitized. */
    public String shortCommit() {
        return commit.substring(0, Math.min(SHORT_COMMIT, commit.length()));
    }

    /** The version, or the id if there is none; unsanitized. */
    public String versionOrId() {
        return version.orElseGet(() -> Long.toString(id));
    }

    /** The display name, {@code 2.0.0 (f5ee689)}, with the id if there is no version; unsanitized. */
    public String label() {
        return versionOrId() + (commit.isEmpty() ? "" : " (" + shortCommit() + ")");
    }
}

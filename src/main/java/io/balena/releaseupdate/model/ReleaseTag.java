package io.balena.releaseupdate.model;

import java.time.Instant;

/**
 * A tag of a release.
 *
 * @param key unique for the release
 * @param value at most 1,000 characters
 * @param created when it was created, by balena's clock
 */
public record ReleaseTag(String key, String value, Instant created) {}

package io.balena.releaseupdate.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The tags of a release at one moment.
 *
 * @param tags also empty if the account may not read them
 * @param now the time of the read by balena's clock; empty if unknown
 */
public record ReleaseTags(List<ReleaseTag> tags, Optional<Instant> now) {
    public ReleaseTags {
        tags = List.copyOf(tags);
    }
}

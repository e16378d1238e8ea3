package io.balena.releaseupdate.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The tags of a release at one moment.
 *
 * @param tags none also if the account has no right to read them
 * @param now that moment by balena's clock; empty if its answer does not say
 */
public record ReleaseTags(List<ReleaseTag> tags, Optional<Instant> now) {
    public ReleaseTags {
        tags = List.copyOf(tags);
    }
}

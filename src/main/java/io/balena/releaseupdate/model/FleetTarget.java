package io.balena.releaseupdate.model;

import java.util.Optional;

/**
 * What a fleet's devices are told to run, unless they are pinned on their own.
 *
 * @param release the release ({@code should_be_running__release}); empty for a fleet without one
 * @param tracksLatest whether balena moves the fleet on with each new final release
 *     ({@code should_track_latest_release}); a pinned fleet stays
 */
public record FleetTarget(Optional<ReleaseName> release, boolean tracksLatest) {

    /** In words: {@code pinned to 2.0.0 (f5ee689)}; not yet fit to be shown. */
    public String label() {
        return (tracksLatest ? "tracking the latest release, now " : "pinned to ")
                + release.map(ReleaseName::label).orElse("no release");
    }

    /**
     * Whether this tells devices the same as the other. Releases are compared by id: a draft gets another version when it
     * is finalized.
     */
    public boolean isSameAs(FleetTarget other) {
        return tracksLatest == other.tracksLatest
                && release.map(ReleaseName::id).equals(other.release.map(ReleaseName::id));
    }

    /** Whether the fleet runs this release and stays there. */
    public boolean isPinnedTo(long releaseId) {
        return !tracksLatest && release.filter(name -> name.id() == releaseId).isPresent();
    }
}

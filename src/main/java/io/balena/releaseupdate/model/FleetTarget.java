package io.balena.releaseupdate.model;

import java.util.Optional;

/**
 * A fleet's target: the release that its devices must run, unless they are pinned individually.
 *
 * @param release the release ({@code should_be_running__release}); empty for a fleet without one
 * @param tracksLatest whether balena moves the fleet on with each new final release
 *     ({@code should_track_latest_release}); a pinned fleet does not move
 */
public record FleetTarget(Optional<ReleaseName> release, boolean tracksLatest) {

    /** A description: {@code pinned to 2.0.0 (f5ee689)}; unsanitized. */
    public String label() {
        return (tracksLatest ? "tracking the latest release, now " : "pinned to ")
                + release.map(ReleaseName::label).orElse("no release");
    }

    /** Whether both targets are the same. Releases are compared by id: finalizing a draft changes its version. */
    public boolean isSameAs(FleetTarget other) {
        return tracksLatest == other.tracksLatest
                && release.map(ReleaseName::id).equals(other.release.map(ReleaseName::id));
    }

    /** Whether the fleet is pinned to this release. */
    public boolean isPinnedTo(long releaseId) {
        return !tracksLatest && release.filter(name -> name.id() == releaseId).isPresent();
    }
}

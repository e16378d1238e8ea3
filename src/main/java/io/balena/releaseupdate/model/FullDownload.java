package io.balena.releaseupdate.model;

import java.util.Optional;

/**
 * Devices for which no deltas are prepared, so that they download the whole target release, or what comes close to it.
 *
 * @param from the release that they run; empty where balena does not show which
 * @param deviceCount how many they are
 * @param reason why, to stand alone
 * @param isUnknown whether they may need deltas all the same: balena does not show what they run
 */
public record FullDownload(Optional<ReleaseName> from, long deviceCount, String reason, boolean isUnknown) {

    /** Devices on a release that no deltas lead from. */
    public static FullDownload of(ReleaseName from, long deviceCount, String reason) {
        return new FullDownload(Optional.of(from), deviceCount, reason, false);
    }

    /** Devices whose release balena does not show, so that nobody knows what they will download. */
    public static FullDownload unknown(Optional<ReleaseName> from, long deviceCount, String reason) {
        return new FullDownload(from, deviceCount, reason, true);
    }
}

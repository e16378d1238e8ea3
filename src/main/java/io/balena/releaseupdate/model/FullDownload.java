package io.balena.releaseupdate.model;

import java.util.Optional;

/**
 * Devices for which no deltas are prepared: they download images of the target release in full.
 *
 * @param from the release that they run; empty if balena does not show which
 * @param deviceCount how many they are
 * @param payloadSize bytes that each of them downloads, at most
 * @param reason why, to stand alone
 * @param isUnknown whether they may need deltas all the same: balena does not show what they run
 */
public record FullDownload(
        Optional<ReleaseName> from, long deviceCount, long payloadSize, String reason, boolean isUnknown) {

    /** Devices on a release that no deltas lead from, or that can't use any. */
    public static FullDownload of(ReleaseName from, long deviceCount, long payloadSize, String reason) {
        return new FullDownload(Optional.of(from), deviceCount, payloadSize, reason, false);
    }

    /** Devices whose release balena does not show, so that nobody knows what they will download. */
    public static FullDownload unknown(Optional<ReleaseName> from, long deviceCount, long payloadSize, String reason) {
        return new FullDownload(from, deviceCount, payloadSize, reason, true);
    }

    /** Bytes that all of them download together. */
    public long allPayloadSize() {
        return SourceUpdate.timesDevices(payloadSize, deviceCount);
    }
}

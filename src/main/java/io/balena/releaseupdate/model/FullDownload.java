package io.balena.releaseupdate.model;

import java.util.Optional;

/**
 * Devices for which no deltas are prepared: they download images of the target release in full.
 *
 * @param from their current release; empty if balena does not show it
 * @param deviceCount how many they are
 * @param payloadSize bytes that each of them downloads at most
 * @param reason why, as a complete clause
 * @param isUnknown whether they may need deltas after all: balena does not show their release
 */
public record FullDownload(
        Optional<ReleaseName> from, long deviceCount, long payloadSize, String reason, boolean isUnknown) {

    /** Devices on a release without deltas to the target, or that can't use deltas. */
    public static FullDownload of(ReleaseName from, long deviceCount, long payloadSize, String reason) {
        return new FullDownload(Optional.of(from), deviceCount, payloadSize, reason, false);
    }

    /** Devices whose release balena does not show; their download is unknown. */
    public static FullDownload unknown(Optional<ReleaseName> from, long deviceCount, long payloadSize, String reason) {
        return new FullDownload(from, deviceCount, payloadSize, reason, true);
    }

    /** Total bytes that they download. */
    public long allPayloadSize() {
        return SourceUpdate.timesDevices(payloadSize, deviceCount);
    }
}

package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.text.Sizes;
import java.util.Locale;

/** What a fleet will download, and how much of it is ready, in words. */
final class FleetEstimate {

    private FleetEstimate() {}

    /** The download of all devices; the most that it can come to until everything is ready. */
    static String download(FleetUpdate update) {
        boolean isComplete = update.to().release().images().values().stream().allMatch(image -> image.size() > 0)
                && update.releaseUpdates().stream()
                        .flatMap(release -> release.services().stream())
                        .allMatch(ServiceRow::hasKnownDownload);
        return (update.estimatedPayloadSize().isPresent() ? "" : "at most ")
                + Sizes.of(update.largestPayloadSize())
                + (isComplete ? "" : ", not counting services of unknown size");
    }

    /** The devices that are ready, and their share. */
    static String ready(FleetUpdate update) {
        return ofAll(update.readyDeviceCount(), update);
    }

    /** The devices that download in full, their share, and how much that is. */
    static String inFull(FleetUpdate update) {
        return ofAll(update.fullDownloadDeviceCount(), update) + ", " + Sizes.of(update.fullDownloadPayloadSize());
    }

    private static String ofAll(long devices, FleetUpdate update) {
        long all = update.deviceCount();
        // Rounded down, so that nothing but all is 100%.
        String share = all == 0 ? "" : String.format(Locale.ROOT, " (%d%%)", (long) Math.floor(100.0 * devices / all));
        return devices + " of " + all + (all == 1 ? " device" : " devices") + share;
    }
}

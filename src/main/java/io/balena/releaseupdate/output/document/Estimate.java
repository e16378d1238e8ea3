package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.UpdateStatus;
import io.balena.releaseupdate.text.Sizes;
import java.util.OptionalLong;

/** The download of a device for an update, in words. */
final class Estimate {

    private Estimate() {}

    /** The estimate; the most that it can come to until everything is ready. */
    static String of(ReleaseUpdate update) {
        boolean isComplete = update.services().stream().allMatch(ServiceRow::hasKnownDownload);
        return size(update) + (isComplete ? "" : ", not counting services of unknown size");
    }

    private static String size(ReleaseUpdate update) {
        OptionalLong size = update.estimatedPayloadSize();
        if (size.isPresent()) {
            return Sizes.of(size.getAsLong());
        }
        long unready = update.services().stream()
                .filter(service -> service.status() != UpdateStatus.READY)
                .count();
        return "at most " + Sizes.of(update.largestPayloadSize()) + " (" + unready
                + (unready == 1 ? " service" : " services") + " not ready yet)";
    }
}

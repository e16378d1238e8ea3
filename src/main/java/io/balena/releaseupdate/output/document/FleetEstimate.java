package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.OtherDevices;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.text.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The downloads of a fleet, and how much of them is ready, in words. */
final class FleetEstimate {

    private FleetEstimate() {}

    /** The remark on a count that leaves out devices. */
    static final String ONLINE_ONLY = "only devices that balena heard from recently";

    /**
     * The devices that don't follow the fleet: {@code 10 pinned on their own (8 to 1.0.0 (0123456), 2 to 2.0.0 (89abcde)), 2
     * frozen}.
     *
     * @param release how a release is written
     */
    static String others(FleetUpdate update, Function<ReleaseName, String> release) {
        List<String> parts = new ArrayList<>();
        OtherDevices others = update.others();
        if (others.pinnedCount() > 0) {
            parts.add(others.pinnedCount() + " pinned on their own ("
                    + others.pinned().stream()
                            .map(group -> group.deviceCount() + " to "
                                    + group.to().map(release).orElse("a release that balena does not show"))
                            .collect(Collectors.joining(", "))
                    + ")");
        }
        if (others.frozen() > 0) {
            parts.add(others.frozen() + " frozen");
        }
        if (others.inactive() > 0) {
            parts.add(others.inactive() + " inactive");
        }
        return String.join(", ", parts);
    }

    /** The download of all devices; the most that it can come to until everything is ready. */
    static String download(FleetUpdate update) {
        boolean isComplete = update.to().release().images().values().stream().allMatch(image -> image.size() > 0)
                && update.releaseUpdates().stream()
                        .flatMap(release -> release.services().stream())
                        .allMatch(ServiceRow::hasKnownDownload);
        return (update.estimatedPayloadSize().isPresent() ? "" : "at most ")
                + FleetRow.sizes(update).apply(update.largestPayloadSize())
                + (isComplete ? "" : ", not counting services of unknown size");
    }

    /** The devices that are ready, and their share. */
    static String ready(FleetUpdate update) {
        return ofAll(update.readyDeviceCount(), update);
    }

    /** The devices that download in full, their share, and how much that is. */
    static String inFull(FleetUpdate update) {
        return ofAll(update.fullDownloadDeviceCount(), update) + ", "
                + FleetRow.sizes(update).apply(update.fullDownloadPayloadSize());
    }

    private static String ofAll(long devices, FleetUpdate update) {
        long all = update.deviceCount();
        // Rounded down: only all of them are 100%.
        String share = all == 0 ? "" : String.format(Locale.ROOT, " (%d%%)", (long) Math.floor(100.0 * devices / all));
        return devices + " of " + Counts.devices(all) + share;
    }
}

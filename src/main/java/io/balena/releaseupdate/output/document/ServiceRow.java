package io.balena.releaseupdate.output.document;

import io.balena.releaseupdate.model.ReleaseUpdate;
import io.balena.releaseupdate.model.RemovedService;
import io.balena.releaseupdate.model.ServiceUpdate;
import io.balena.releaseupdate.model.ServiceUpdate.Change;
import io.balena.releaseupdate.text.Sizes;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A row of a table or of markdown: one service, or all together. Each text but the name is fit to be printed.
 *
 * @param serviceName as balena knows it, possibly harmful
 * @param change what the update does to the service
 * @param state how far the service is
 * @param download what a device would download now
 * @param image size of the full image
 * @param saved by how much the download is smaller than the full image, in percent
 */
record ServiceRow(String serviceName, String change, String state, String download, String image, String saved) {

    /** The text of an empty cell. */
    static final String NONE = "-";

    /** Stands for a size that balena does not know. */
    static final String UNKNOWN = "?";

    /** A row for each service of the target release, then one for each that it no longer has. */
    static List<ServiceRow> of(ReleaseUpdate update) {
        return Stream.concat(
                        update.services().stream().map(ServiceRow::of),
                        update.removed().stream().map(ServiceRow::of))
                .toList();
    }

    /** The sums over all services; those of unknown size count as nothing. */
    static ServiceRow total(ReleaseUpdate update) {
        List<ServiceUpdate> services = update.services();
        long images =
                services.stream().mapToLong(service -> service.to().size()).reduce(0, ReleaseUpdate::sumOf);
        long download = update.largestPayloadSize();
        boolean hasSaving = services.stream()
                .allMatch(service -> hasKnownDownload(service) && service.to().size() > 0);
        return new ServiceRow(
                "TOTAL", "", "", Sizes.of(download), Sizes.of(images), hasSaving ? saved(download, images) : NONE);
    }

    private static ServiceRow of(ServiceUpdate service) {
        boolean isUnchanged = service.change() == Change.UNCHANGED;
        boolean hasSaving = isUnchanged || (service.delta().isPresent() && hasKnownDownload(service));
        return new ServiceRow(
                service.serviceName(),
                service.change().name().toLowerCase(Locale.ROOT),
                state(service),
                isUnchanged ? NONE : known(service.payloadSize()),
                known(service.to().size()),
                hasSaving ? saved(service.payloadSize(), service.to().size()) : NONE);
    }

    private static String state(ServiceUpdate service) {
        return service.fullDownloadReason().isPresent()
                ? "in full"
                : service.status().label();
    }

    /** Whether balena knows the size of what a device would download for the service now. */
    static boolean hasKnownDownload(ServiceUpdate service) {
        return service.change() == Change.UNCHANGED || service.payloadSize() > 0;
    }

    private static ServiceRow of(RemovedService service) {
        return new ServiceRow(service.serviceName(), "removed", NONE, NONE, NONE, NONE);
    }

    private static String known(long size) {
        return size == 0 ? UNKNOWN : Sizes.of(size);
    }

    /** Rounded down: only an empty download saves 100%. */
    private static String saved(long download, long image) {
        return image == 0 ? NONE : (long) Math.floor(100.0 * (image - download) / image) + "%";
    }
}

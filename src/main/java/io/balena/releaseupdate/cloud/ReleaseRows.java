package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.Image;
import io.balena.releaseupdate.model.Release;
import io.balena.releaseupdate.model.ReleaseReference;
import io.balena.releaseupdate.text.Printable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Converts rows of balena's {@code release} resource to releases. */
final class ReleaseRows {

    static final String SUCCESS = "success";
    private static final int LISTED = 5;

    private ReleaseRows() {}

    static boolean fits(ReleaseReference reference, ApiRows.ReleaseRow row) {
        if (reference instanceof ReleaseReference.Id id) {
            return id.id() == required(row.id(), "a release without an id");
        }
        if (reference instanceof ReleaseReference.Commit commit) {
            return required(row.commit(), "a release without a commit").startsWith(commit.prefix());
        }
        return ((ReleaseReference.Version) reference).version().equals(row.rawVersion());
    }

    /**
     * The only release among rows that fit a reference. Failed builds of the same commit don't count if one succeeded;
     * at most one of a fleet can.
     *
     * @throws BalenaException.NotFound if several succeeded or none did
     */
    static ApiRows.ReleaseRow only(ReleaseReference reference, List<ApiRows.ReleaseRow> fitting) {
        List<ApiRows.ReleaseRow> successful = fitting.stream()
                .filter(row -> SUCCESS.equals(row.status()))
                .distinct()
                .toList();
        if (successful.isEmpty()) {
            throw new BalenaException.NotFound("Release " + reference + " can't be downloaded: its status is "
                    + fitting.stream()
                            .map(row -> "'" + shown(row.status()) + "'")
                            .distinct()
                            .collect(Collectors.joining(", "))
                    + ", not 'success'. Choose a release that was built.");
        }
        if (successful.size() > 1) {
            throw new BalenaException.NotFound(
                    "Release is ambiguous: '" + reference + "' fits "
                            + successful.stream()
                                    .limit(LISTED)
                                    .map(row ->
                                            row.id() + " of " + shown(fleet(row).slug()))
                                    .collect(Collectors.joining(", "))
                            + (successful.size() > LISTED ? " and " + (successful.size() - LISTED) + " more" : "")
                            + ".",
                    BalenaException.Remedy.MORE_PRECISE_RELEASE);
        }
        return successful.get(0);
    }

    /** @throws BalenaException.NotFound if an image of it is missing */
    static Release release(ApiRows.ReleaseRow row) {
        long id = required(row.id(), "a release without an id");
        missingImage(row).ifPresent(missing -> {
            throw new BalenaException.NotFound(
                    "Image not found: " + missing + ". Choose a release whose images were all built.");
        });
        Map<String, Image> images = new LinkedHashMap<>();
        for (ApiRows.ReleaseImageRow link : required(row.releaseImage(), "a release without its images")) {
            ApiRows.ImageRow image = single(link.image(), "a release image without its image");
            String service = required(
                    single(image.isABuildOfService(), "an image without its service")
                            .serviceName(),
                    "a service without a name");
            images.put(service, image(image));
        }
        return new Release(
                id,
                required(row.commit(), "a release without a commit"),
                Optional.ofNullable(row.rawVersion()),
                fleet(row),
                images,
                row.deletingFirst());
    }

    private static Fleet fleet(ApiRows.ReleaseRow row) {
        return fleet(single(row.belongsToApplication(), "a release without its fleet"));
    }

    static Fleet fleet(ApiRows.FleetRow fleet) {
        return new Fleet(
                required(fleet.id(), "a fleet without an id"), required(fleet.slug(), "a fleet without a slug"));
    }

    /** Describes the first image of a release that can't be downloaded; empty if all can. */
    static Optional<String> missingImage(ApiRows.ReleaseRow row) {
        for (ApiRows.ReleaseImageRow link : required(row.releaseImage(), "a release without its images")) {
            if (link.image() != null && link.image().isEmpty()) {
                return Optional.of("an image of release " + row.id() + " does not exist");
            }
            ApiRows.ImageRow image = single(link.image(), "a release image without its image");
            if (!SUCCESS.equals(image.status())) {
                String service = single(image.isABuildOfService(), "an image without its service")
                        .serviceName();
                return Optional.of("image " + image.id() + " of service " + shown(service) + " in release " + row.id()
                        + " has status '" + shown(image.status()) + "', not 'success'");
            }
        }
        return Optional.empty();
    }

    private static Image image(ApiRows.ImageRow row) {
        return new Image(
                required(row.id(), "an image without an id"),
                required(row.isStoredAtImageLocation(), "an image without a location"),
                Optional.ofNullable(row.contentHash()),
                size(row.imageSize()));
    }

    /** A size; 0 if it is unknown, as in the npm tool. */
    static long size(Long size) {
        if (size != null && size < 0) {
            throw new MalformedResponse("a negative size");
        }
        return size == null ? 0 : size;
    }

    private static String shown(String text) {
        return Printable.words(String.valueOf(text));
    }

    static <T> T required(T value, String complaint) {
        if (value == null) {
            throw new MalformedResponse(complaint);
        }
        return value;
    }

    static <T> T single(List<T> expanded, String complaint) {
        if (expanded == null || expanded.size() != 1) {
            throw new MalformedResponse(complaint);
        }
        return required(expanded.get(0), complaint);
    }
}

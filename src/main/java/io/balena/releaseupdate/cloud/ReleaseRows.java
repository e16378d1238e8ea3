package io.balena.releaseupdate.cloud;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.Image;
import io.balena.releaseupdate.model.Release;
import io.balena.releaseupdate.model.ReleaseReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** From rows of balena's {@code release} resource to releases. */
final class ReleaseRows {

    private static final String SUCCESS = "success";
    private static final int LISTED = 5;

    private ReleaseRows() {}

    /** The rows that a reference means. */
    static List<Wire.ReleaseRow> fitting(ReleaseReference reference, List<Wire.ReleaseRow> rows) {
        return rows.stream().filter(row -> fits(reference, row)).toList();
    }

    private static boolean fits(ReleaseReference reference, Wire.ReleaseRow row) {
        if (reference instanceof ReleaseReference.Id id) {
            return id.id() == required(row.id(), "a release without an id");
        }
        if (reference instanceof ReleaseReference.Commit commit) {
            return required(row.commit(), "a release without a commit").startsWith(commit.prefix());
        }
        return ((ReleaseReference.Version) reference).version().equals(row.rawVersion());
    }

    /**
     * The one release among rows that fit a reference. Failed builds of the same commit don't count where one
     * succeeded: within a fleet at most one can.
     *
     * @throws BalenaException.NotFound where several succeeded, where none did, and where an image of it is missing
     */
    static Release only(ReleaseReference reference, List<Wire.ReleaseRow> fitting) {
        List<Wire.ReleaseRow> successful =
                fitting.stream().filter(row -> SUCCESS.equals(row.status())).toList();
        if (successful.isEmpty()) {
            throw new BalenaException.NotFound("Release " + reference + " can't be downloaded: its status is "
                    + fitting.stream()
                            .map(row -> "'" + row.status() + "'")
                            .distinct()
                            .collect(Collectors.joining(", "))
                    + ", not 'success'. Choose a release that was built.");
        }
        if (successful.size() > 1) {
            throw new BalenaException.NotFound("Release is ambiguous: '" + reference + "' fits "
                    + successful.stream()
                            .limit(LISTED)
                            .map(row -> row.id() + " of " + fleet(row).slug())
                            .collect(Collectors.joining(", "))
                    + (successful.size() > LISTED ? " and " + (successful.size() - LISTED) + " more" : "")
                    + ". Give the id, more of the commit, or --fleet.");
        }
        return release(successful.get(0));
    }

    private static Release release(Wire.ReleaseRow row) {
        long id = required(row.id(), "a release without an id");
        Map<String, Image> images = new LinkedHashMap<>();
        for (Wire.ReleaseImageRow link : required(row.releaseImage(), "a release without its images")) {
            Wire.ImageRow image = single(link.image(), "a release image without its image");
            String service = required(
                    single(image.isABuildOfService(), "an image without its service")
                            .serviceName(),
                    "a service without a name");
            images.put(service, image(id, service, image));
        }
        return new Release(id, required(row.commit(), "a release without a commit"), fleet(row), images);
    }

    private static Fleet fleet(Wire.ReleaseRow row) {
        Wire.FleetRow fleet = single(row.belongsToApplication(), "a release without its fleet");
        return new Fleet(
                required(fleet.id(), "a fleet without an id"), required(fleet.slug(), "a fleet without a slug"));
    }

    private static Image image(long release, String service, Wire.ImageRow row) {
        long id = required(row.id(), "an image without an id");
        if (!SUCCESS.equals(row.status())) {
            throw new BalenaException.NotFound("Image not found: image " + id + " of service " + service
                    + " in release " + release + " has status '" + row.status()
                    + "', not 'success'. Choose a release whose images were all built.");
        }
        return new Image(
                id,
                required(row.isStoredAtImageLocation(), "an image without a location"),
                Optional.ofNullable(row.contentHash()),
                size(row.imageSize()));
    }

    /** A size that may be unknown: 0 then, as the npm tool takes it. */
    static long size(Long size) {
        if (size != null && size < 0) {
            throw new BadAnswer("a negative size");
        }
        return size == null ? 0 : size;
    }

    static <T> T required(T value, String complaint) {
        if (value == null) {
            throw new BadAnswer(complaint);
        }
        return value;
    }

    private static <T> T single(List<T> expanded, String complaint) {
        if (expanded == null || expanded.size() != 1) {
            throw new BadAnswer(complaint);
        }
        return required(expanded.get(0), complaint);
    }
}

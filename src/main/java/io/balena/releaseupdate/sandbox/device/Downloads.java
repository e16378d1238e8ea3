package io.balena.releaseupdate.sandbox.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.balena.releaseupdate.sandbox.data.Data;
import io.balena.releaseupdate.sandbox.data.Resource;
import io.balena.releaseupdate.sandbox.data.Row;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/** The download sizes of updates. */
final class Downloads {
    private static final String STRATEGY = "io.balena.update.strategy";
    private static final String WITHOUT_DELTA = "delete-then-download";

    /** The first version that requests deltas of version 3. */
    private static final NumericVersion FIRST_OS = new NumericVersion(2, 47, 1);

    private final Data data;
    private final Configuration configuration;
    private final Deltas deltas;

    Downloads(Data data, Configuration configuration, Deltas deltas) {
        this.data = data;
        this.configuration = configuration;
        this.deltas = deltas;
    }

    /** Requests all deltas that the device needs. Returns the bytes to download; empty while a delta is being built. */
    OptionalLong bytes(Row device, Row target) {
        List<Row> present = images(device.reference("is_running__release"));
        boolean isDeltaDevice = configuration.hasDeltas(device)
                && NumericVersion.ofOs(device.text("os_version")).isAtLeast(FIRST_OS);
        boolean isWaiting = false;
        long bytes = 0;
        for (Row image : images(target.id())) {
            OptionalLong part = bytes(image, present, isDeltaDevice && !isWithoutDelta(target, image));
            isWaiting |= part.isEmpty();
            bytes += part.orElse(0);
        }
        return isWaiting ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    private OptionalLong bytes(Row image, List<Row> present, boolean isDelta) {
        Object content = image.get("content_hash");
        if (content != null && present.stream().anyMatch(one -> content.equals(one.get("content_hash")))) {
            return OptionalLong.of(0);
        }
        Object service = image.get("is_a_build_of__service");
        Row source = present.stream()
                .filter(one -> Objects.equals(service, one.get("is_a_build_of__service")))
                .findFirst()
                .orElse(null);
        Long size = (Long) image.get("image_size");
        long full = size == null ? 0 : size;
        if (!isDelta || source == null) {
            return OptionalLong.of(full);
        }
        Deltas.Supply supply = deltas.request(source.id(), image.id());
        return switch (supply.state()) {
            case READY -> OptionalLong.of(supply.size());
            case BUILDING -> OptionalLong.empty();
            case NONE -> OptionalLong.of(full);
        };
    }

    private List<Row> images(Long release) {
        if (release == null || data.find(Resource.RELEASE, release) == null) {
            return List.of();
        }
        Collection<Row> contained = data.referring(Resource.RELEASE_IMAGE, "is_part_of__release", release);
        return contained.stream()
                .map(one -> data.find(Resource.IMAGE, one.reference("image")))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Labels are a map, or a list of {@code key=value}. */
    private boolean isWithoutDelta(Row release, Row image) {
        Long service = image.reference("is_a_build_of__service");
        if (service == null || !(release.get("composition") instanceof JsonNode composition)) {
            return false;
        }
        String name = data.row(Resource.SERVICE, service).text("service_name");
        JsonNode labels = composition.path("services").path(name).path("labels");
        if (labels.isObject()) {
            return labels.path(STRATEGY).asText().equals(WITHOUT_DELTA);
        }
        for (JsonNode label : labels) {
            if (label.asText().equals(STRATEGY + "=" + WITHOUT_DELTA)) {
                return true;
            }
        }
        return false;
    }
}

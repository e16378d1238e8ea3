package io.balena.releaseupdate.model;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A release whose images can be downloaded.
 *
 * @param id its number
 * @param commit 32 or 40 hex digits; unique within its fleet only
 * @param version its version ({@code raw_version}); empty if balena shows none
 * @param fleet the fleet that owns it
 * @param images the images by service name, in {@link ServiceNames#ORDER}
 * @param deletingFirst the services with update strategy {@code delete-then-download}: devices delete the old image
 *     first and then have nothing to apply a delta to
 */
public record Release(
        long id,
        String commit,
        Optional<String> version,
        Fleet fleet,
        Map<String, Image> images,
        Set<String> deletingFirst) {

    public Release {
        var ordered = new TreeMap<String, Image>(ServiceNames.ORDER);
        ordered.putAll(images);
        images = Collections.unmodifiableMap(ordered);
        deletingFirst = Set.copyOf(deletingFirst);
    }

    /** A release without a version whose services can all use deltas. */
    public Release(long id, String commit, Fleet fleet, Map<String, Image> images) {
        this(id, commit, Optional.empty(), fleet, images, Set.of());
    }

    /** Its names. */
    public ReleaseName name() {
        return new ReleaseName(id, commit, version);
    }
}

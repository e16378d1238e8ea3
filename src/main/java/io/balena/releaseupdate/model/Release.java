package io.balena.releaseupdate.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A release whose images can be downloaded.
 *
 * @param id its number
 * @param commit 32 or 40 hex digits; unique within its fleet only
 * @param fleet the fleet that owns it
 * @param images the image of each service, by service name, in {@link ServiceNames#ORDER}
 */
public record Release(long id, String commit, Fleet fleet, Map<String, Image> images) {

    public Release {
        var ordered = new TreeMap<String, Image>(ServiceNames.ORDER);
        ordered.putAll(images);
        images = Collections.unmodifiableMap(ordered);
    }

    /** What it is called. */
    public ReleaseName name() {
        return new ReleaseName(id, commit);
    }
}

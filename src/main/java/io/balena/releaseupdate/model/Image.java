package io.balena.releaseupdate.model;

import java.util.Optional;

/**
 * The image of one service in a release. Only images that were built successfully become one.
 *
 * @param id its number
 * @param location where the registry stores it
 * @param contentHash digest of its content; empty on images that never got one
 * @param size bytes, uncompressed; 0 if balena does not know it, as in the npm tool
 */
public record Image(long id, String location, Optional<String> contentHash, long size) {

    /**
     * Whether a device that has this image downloads nothing for the other: the supervisor looks for local images by
     * digest before it pulls (balena-supervisor, compose/images.ts).
     */
    boolean isSameContentAs(Image other) {
        return id == other.id || (contentHash.isPresent() && contentHash.equals(other.contentHash));
    }
}

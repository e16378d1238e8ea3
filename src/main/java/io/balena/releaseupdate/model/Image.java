package io.balena.releaseupdate.model;

import java.util.Optional;

/**
 * The image of one service in a release. Only successfully built images are represented.
 *
 * @param id its number
 * @param location its location in the registry
 * @param contentHash digest of its content; empty if the image has none
 * @param size uncompressed size in bytes; 0 if balena does not know it, as in the npm tool
 */
public record Image(long id, String location, Optional<String> contentHash, long size) {

    /**
     * Whether a device with this image downloads nothing for the other: the supervisor looks for local images by digest
     * before it pulls (balena-supervisor, compose/images.ts).
     */
    boolean isSameContentAs(Image other) {
        return id == other.id || (contentHash.isPresent() && contentHash.equals(other.contentHash));
    }
}

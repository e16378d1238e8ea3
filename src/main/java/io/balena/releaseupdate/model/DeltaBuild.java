package io.balena.releaseupdate.model;

import java.time.Instant;
import java.util.Optional;

/**
 * One attempt to build a delta, as balena records it: a row of its {@code delta} resource.
 *
 * @param pair the images between which it leads
 * @param id its number; later attempts have larger ones
 * @param status {@code success}, {@code running}; no other value is documented, and any other counts as a failure
 * @param version version of the delta's format
 * @param location the finished delta's location in the registry
 * @param size size of the finished delta in bytes; 0 if balena does not know it
 * @param errorMessage why the build failed
 * @param updated when the builder last reported, by balena's clock
 */
public record DeltaBuild(
        ImagePair pair,
        long id,
        String status,
        int version,
        Optional<String> location,
        long size,
        Optional<String> errorMessage,
        Optional<Instant> updated) {}

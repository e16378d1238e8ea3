package io.balena.releaseupdate.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What balena knows of one attempt to build a delta: a row of its {@code delta} resource.
 *
 * @param pair the images it lies between
 * @param id its number; later attempts have larger ones
 * @param status {@code success}, {@code running}; no other value is documented, and each is taken as a failure
 * @param version version of the delta's format
 * @param location where the finished delta is stored
 * @param size bytes of the finished delta; 0 if balena does not know it
 * @param errorMessage why the build failed
 * @param updated the last sign of life of the builder, by balena's clock
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

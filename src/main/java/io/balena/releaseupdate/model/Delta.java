package io.balena.releaseupdate.model;

import java.util.Optional;

/**
 * A finished image delta.
 *
 * @param id its number
 * @param version 3: image deltas, for balenaOS 2.47.1 and newer
 * @param location where the registry stores it; empty if balena does not say
 * @param size bytes that a device downloads for it
 */
public record Delta(long id, int version, Optional<String> location, long size) {}

package io.balena.releaseupdate.model;

import java.util.Optional;

/**
 * A finished image delta.
 *
 * @param id its number
 * @param version 3: image deltas, for balenaOS 2.47.1 and newer
 * @param location its location in the registry; empty if balena does not show it
 * @param size its download size in bytes
 */
public record Delta(long id, int version, Optional<String> location, long size) {}

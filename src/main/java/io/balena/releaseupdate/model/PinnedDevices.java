package io.balena.releaseupdate.model;

import java.util.Optional;

/**
 * Devices pinned individually to one release; their fleet's target does not affect them.
 *
 * @param to the release; empty if balena does not show it
 * @param deviceCount how many they are
 */
public record PinnedDevices(Optional<ReleaseName> to, long deviceCount) {}

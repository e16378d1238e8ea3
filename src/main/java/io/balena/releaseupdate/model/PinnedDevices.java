package io.balena.releaseupdate.model;

import java.util.Optional;

/**
 * Devices that are pinned on their own to one release, and stay there whatever their fleet runs.
 *
 * @param to the release; empty if balena does not show which
 * @param deviceCount how many they are
 */
public record PinnedDevices(Optional<ReleaseName> to, long deviceCount) {}

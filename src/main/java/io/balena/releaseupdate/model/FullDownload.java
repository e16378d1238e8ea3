package io.balena.releaseupdate.model;

import java.util.Optional;

/**
 * Devices for which no deltas are prepared, so that they download the whole target release, or what comes close to it.
 *
 * @param from the release that they run; empty where balena does not show it
 * @param deviceCount how many they are
 * @param reason why, to stand alone
 */
public record FullDownload(Optional<ReleaseName> from, long deviceCount, String reason) {}

package io.balena.releaseupdate.model;

/**
 * A service missing in the target release.
 *
 * @param serviceName its name
 * @param image its image on the devices
 */
public record RemovedService(String serviceName, Image image) {}

package io.balena.releaseupdate.model;

/**
 * A service that the target release no longer has.
 *
 * @param serviceName its name
 * @param image the image that devices have of it
 */
public record RemovedService(String serviceName, Image image) {}

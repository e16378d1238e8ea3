package io.balena.releaseupdate.model;

/**
 * A fleet ("application" in balena's API).
 *
 * @param id its number
 * @param slug {@code organization/name}
 */
public record Fleet(long id, String slug) {}

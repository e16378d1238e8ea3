package io.balena.releaseupdate.model;

/**
 * What a release is called, where its images don't matter.
 *
 * @param id its number
 * @param commit 32 or 40 hex digits; unique within its fleet only
 */
public record ReleaseName(long id, String commit) {}

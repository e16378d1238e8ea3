/**
 * The library's entry point: {@code ReleaseUpdates} describes the update between two releases and has its deltas built.
 * The waiting loop behind it is here, too.
 */
package io.balena.releaseupdate;

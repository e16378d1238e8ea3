/**
 * The library's entry point: {@code ReleaseUpdates} describes the update between two releases and gets its deltas
 * built. It also contains the waiting loop.
 */
package io.balena.releaseupdate;

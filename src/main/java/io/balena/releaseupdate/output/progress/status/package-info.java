/**
 * Progress of a wait for devices to run a release.
 */
package io.balena.releaseupdate.output.progress.status;

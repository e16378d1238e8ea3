/**
 * Progress of deltas on stderr: live, a line per change, or NDJSON.
 * {@link io.balena.releaseupdate.output.progress.Progresses} picks one.
 */
package io.balena.releaseupdate.output.progress;

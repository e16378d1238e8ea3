/**
 * Progress of a roll-out: its stages, their devices, and the deltas that it waits for.
 */
package io.balena.releaseupdate.output.progress.rollout;

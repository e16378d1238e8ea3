/**
 * Wording that results, progress and error messages share: how a pin and a roll-out ended, and counts of deltas.
 */
package io.balena.releaseupdate.output.words;

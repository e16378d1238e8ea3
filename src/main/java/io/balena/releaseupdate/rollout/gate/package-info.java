/**
 * Whether a stage's devices are well enough for the next one: counts, statistics, a verdict. The gate judges, and decides
 * nothing it was not shown.
 */
package io.balena.releaseupdate.rollout.gate;

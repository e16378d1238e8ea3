/**
 * The gate between stages: counts, statistics, a verdict on whether the next stage may start. It uses only its input.
 */
package io.balena.releaseupdate.rollout.gate;

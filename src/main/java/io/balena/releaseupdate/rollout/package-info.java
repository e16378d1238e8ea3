/**
 * Runs roll-outs: reads the fleet, takes the steps that {@code rollout.plan} decides, writes, waits, and forecasts all
 * of that for a dry run. {@link io.balena.releaseupdate.rollout.Rollouts} is the entry point.
 */
package io.balena.releaseupdate.rollout;

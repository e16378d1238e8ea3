/**
 * A release's way to a fleet in stages: the run. It looks at the fleet, takes the steps of the plan in
 * {@code rollout.plan}, writes, waits, and forecasts all of it for a dry run. {@link
 * io.balena.releaseupdate.rollout.Rollouts} is the entry.
 */
package io.balena.releaseupdate.rollout;

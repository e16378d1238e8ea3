/**
 * The next step of a roll-out, decided from the journal and a read of the fleet: which devices come when, their states,
 * what must be written. It sends no requests and does not wait.
 */
package io.balena.releaseupdate.rollout.plan;

/**
 * The next step of a roll-out, from the fleet as it was seen and the journal: which devices come when, how each fares, what
 * must be written. It calls nobody and waits for nothing.
 */
package io.balena.releaseupdate.rollout.plan;

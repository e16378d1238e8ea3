/**
 * A release's way to a fleet in stages: which devices come when, whether they are well, and what is written in which
 * order. {@code Gate} judges, and decides nothing it was not shown.
 */
package io.balena.releaseupdate.rollout;

/**
 * What the transition of a whole fleet to one release takes: from every release that its devices run
 * ({@link io.balena.releaseupdate.fleet.FleetUpdates}), up to pinning the fleet.
 */
package io.balena.releaseupdate.fleet;

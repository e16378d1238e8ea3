/**
 * The update of a whole fleet to one release, from every release that its devices run
 * ({@link io.balena.releaseupdate.fleet.FleetUpdates}), including the pin; and the progress of its devices.
 */
package io.balena.releaseupdate.fleet;

package io.balena.releaseupdate.model;

/**
 * A fleet as balena shows it at one moment.
 *
 * @param fleet the fleet
 * @param target its devices' target
 * @param hasDeltas false if a configuration variable of the fleet switches deltas off; a device's own variable wins
 */
public record FleetState(Fleet fleet, FleetTarget target, boolean hasDeltas) {}

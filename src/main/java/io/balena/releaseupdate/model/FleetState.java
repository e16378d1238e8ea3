package io.balena.releaseupdate.model;

/**
 * A fleet as balena shows it at one moment.
 *
 * @param fleet which one
 * @param target what its devices are told to run
 * @param deviceCount its devices, all or those online, as was asked
 */
public record FleetState(Fleet fleet, FleetTarget target, long deviceCount) {}

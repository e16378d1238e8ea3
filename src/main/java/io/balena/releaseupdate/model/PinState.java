package io.balena.releaseupdate.model;

import java.util.Optional;

/**
 * All that a pin depends on, as balena shows it at one moment.
 *
 * @param running what the fleet's devices are told to run
 * @param release the release to pin; empty where balena shows none of that id in the fleet
 */
public record PinState(FleetTarget running, Optional<ReleaseState> release) {}

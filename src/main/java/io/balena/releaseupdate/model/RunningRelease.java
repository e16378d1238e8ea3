package io.balena.releaseupdate.model;

import java.util.Optional;

/**
 * A release that devices of a fleet say they run. It may be one that nobody could update from: devices that were moved
 * still run a release of the fleet that they come from.
 *
 * @param name its id and commit
 * @param status {@code success} where it was built; {@code failed}, {@code cancelled}, … else
 * @param fleet the fleet that owns it; empty where the token does not show it
 * @param deviceCount how many devices of the fleet that was asked for run it, counted by balena
 */
public record RunningRelease(ReleaseName name, String status, Optional<Fleet> fleet, long deviceCount) {}

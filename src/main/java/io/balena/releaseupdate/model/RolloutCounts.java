package io.balena.releaseupdate.model;

/**
 * A fleet's devices as a roll-out counts them at one moment, each device at most once per group.
 *
 * @param following devices that follow the fleet and can update
 * @param leftAlone those that follow the fleet
 * @param all those that follow the fleet or are pinned to the release
 */
public record RolloutCounts(long following, Alone leftAlone, Stage all) {

    /**
     * Devices outside the roll-out's stages.
     *
     * @param lost devices that stopped sending heartbeats since the roll-out began
     * @param reachable devices that send heartbeats
     */
    public record Alone(long lost, long reachable) {}

    /** The last stage's devices by state, see {@link RolloutDeviceState}. */
    public record Stage(long updated, long rejected, long lost, long silent, long overdue, long pending) {}
}

package io.balena.releaseupdate.rollout.plan;

import io.balena.releaseupdate.model.DeviceSelection;
import io.balena.releaseupdate.model.FleetDevice;
import io.balena.releaseupdate.model.RolloutDeviceState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run's knowledge besides its last read.
 *
 * @param surveys the reachable devices, by the selection that read them
 * @param prepared the number of the stage whose deltas are ready; 0 for none
 * @param isWayBackReady whether the deltas for an undo are ready
 * @param states the devices of the roll-out by state
 */
public record RunKnowledge(
        Map<DeviceSelection.Reachable, List<FleetDevice>> surveys,
        int prepared,
        boolean isWayBackReady,
        Map<RolloutDeviceState, Long> states) {

    /** At the start of a run. */
    public static final RunKnowledge NOTHING = new RunKnowledge(Map.of(), 0, false, Map.of());

    Optional<List<FleetDevice>> survey(DeviceSelection.Reachable which) {
        return Optional.ofNullable(surveys.get(which));
    }

    /** The same, with a survey of these devices. */
    public RunKnowledge surveyed(DeviceSelection.Reachable which, List<FleetDevice> devices) {
        Map<DeviceSelection.Reachable, List<FleetDevice>> more = new HashMap<>(surveys);
        more.put(which, devices);
        return new RunKnowledge(more, prepared, isWayBackReady, states);
    }

    /** The same without its surveys, which are outdated. */
    public RunKnowledge withoutSurveys() {
        return new RunKnowledge(Map.of(), prepared, isWayBackReady, states);
    }

    /** The same without its surveys, with the deltas up to this stage prepared. */
    public RunKnowledge prepared(int stage) {
        return new RunKnowledge(Map.of(), stage, isWayBackReady, states);
    }

    /** The same, with the deltas for an undo prepared. */
    public RunKnowledge wayBackReady() {
        return new RunKnowledge(surveys, prepared, true, states);
    }

    /** The same, with these counts of devices by state. */
    public RunKnowledge with(Map<RolloutDeviceState, Long> newStates) {
        return new RunKnowledge(surveys, prepared, isWayBackReady, newStates);
    }
}

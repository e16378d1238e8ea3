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
public record Known(
        Map<DeviceSelection.Reachable, List<FleetDevice>> surveys,
        int prepared,
        boolean isWayBackReady,
        Map<RolloutDeviceState, Long> states) {

    /** At the start of a run. */
    public static final Known NOTHING = new Known(Map.of(), 0, false, Map.of());

    Optional<List<FleetDevice>> survey(DeviceSelection.Reachable which) {
        return Optional.ofNullable(surveys.get(which));
    }

    /** The same, with a survey of these devices. */
    public Known surveyed(DeviceSelection.Reachable which, List<FleetDevice> devices) {
        Map<DeviceSelection.Reachable, List<FleetDevice>> more = new HashMap<>(surveys);
        more.put(which, devices);
        return new Known(more, prepared, isWayBackReady, states);
    }

    /** The same without its surveys, which are outdated. */
    public Known withoutSurveys() {
        return new Known(Map.of(), prepared, isWayBackReady, states);
    }

    /** The same without its surveys, with the deltas up to this stage prepared. */
    public Known prepared(int stage) {
        return new Known(Map.of(), stage, isWayBackReady, states);
    }

    /** The same, with the deltas for an undo prepared. */
    public Known wayBackReady() {
        return new Known(surveys, prepared, true, states);
    }

    /** The same, with these counts of devices by state. */
    public Known with(Map<RolloutDeviceState, Long> newStates) {
        return new Known(surveys, prepared, isWayBackReady, newStates);
    }
}

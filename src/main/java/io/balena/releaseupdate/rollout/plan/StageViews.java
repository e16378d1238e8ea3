package io.balena.releaseupdate.rollout.plan;

import io.balena.releaseupdate.model.RolloutCounts;
import io.balena.releaseupdate.model.RolloutDeviceState;
import io.balena.releaseupdate.rollout.gate.StageView;
import io.balena.releaseupdate.rollout.journal.Journal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Converts the result of a read into the gate's input. */
final class StageViews {

    private StageViews() {}

    /** A stage before the fleet, including the devices of earlier stages. */
    static StageView of(Map<RolloutDeviceState, Long> states, Journal.Stage stage, FleetView view) {
        return of(states, stage, view, states.getOrDefault(RolloutDeviceState.SILENT, 0L));
    }

    /** The last stage, the fleet. Switched-off devices don't count: no stage takes them. */
    static StageView ofFleet(Journal.Stage stage, FleetView view) {
        return of(states(view.counts().all()), stage, view, 0);
    }

    /** The fleet's devices by state. */
    static Map<RolloutDeviceState, Long> states(RolloutCounts.Stage counts) {
        Map<RolloutDeviceState, Long> states = new EnumMap<>(RolloutDeviceState.class);
        states.put(RolloutDeviceState.UPDATED, counts.updated());
        states.put(RolloutDeviceState.REJECTED, counts.rejected());
        states.put(RolloutDeviceState.LOST, counts.lost());
        states.put(RolloutDeviceState.SILENT, counts.silent());
        states.put(RolloutDeviceState.OVERDUE, counts.overdue());
        states.put(RolloutDeviceState.WAITING, counts.pending());
        return states;
    }

    private static StageView of(
            Map<RolloutDeviceState, Long> states, Journal.Stage stage, FleetView view, long silent) {
        long pending = sum(
                states,
                RolloutDeviceState.APPLYING,
                RolloutDeviceState.DOWNLOADED,
                RolloutDeviceState.DOWNLOADING,
                RolloutDeviceState.WAITING);
        var alone = view.counts().leftAlone();
        return new StageView(
                sum(states, RolloutDeviceState.UPDATED),
                sum(states, RolloutDeviceState.REJECTED),
                sum(states, RolloutDeviceState.OVERDUE),
                sum(states, RolloutDeviceState.LOST),
                pending,
                silent,
                new StageView.Control(alone.lost(), alone.reachable()),
                age(stage.pinned().orElse(view.now()), view),
                stage.soaking().map(since -> age(since, view)));
    }

    private static Duration age(java.time.Instant since, FleetView view) {
        Duration age = Duration.between(since, view.now());
        return age.isNegative() ? Duration.ZERO : age;
    }

    private static long sum(Map<RolloutDeviceState, Long> states, RolloutDeviceState... which) {
        long sum = 0;
        for (RolloutDeviceState state : which) {
            sum += states.getOrDefault(state, 0L);
        }
        return sum;
    }
}

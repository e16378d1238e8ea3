package io.balena.releaseupdate.output;

import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.RolloutDeviceState;
import io.balena.releaseupdate.model.RolloutReport;
import io.balena.releaseupdate.model.RolloutStage;
import io.balena.releaseupdate.model.RolloutStage.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Roll-outs to show. */
public final class Rollouts {

    public static final ReleaseName ORIGIN =
            new ReleaseName(900813, "8e323b4890123456789abcdef0123456789abcdef", Optional.of("1.2.0"));
    public static final ReleaseName TARGET =
            new ReleaseName(900835, "f5ee6890123456789abcdef0123456789abcdef0", Optional.of("2.0.0"));

    private Rollouts() {}

    /** One of two stages and the fleet. */
    public static RolloutReport report(String next, RolloutStage... stages) {
        return new RolloutReport(
                new Fleet(7, "acme/kiosk"),
                ORIGIN,
                TARGET,
                1,
                new FleetTarget(Optional.of(ORIGIN), false),
                List.of(stages),
                1080,
                120,
                3,
                next);
    }

    /** In the middle: the first stage passed, the second soaks. */
    public static RolloutReport soaking() {
        return report(
                "stage 50% starts if the gate of stage 10% passes",
                passed(),
                stage(
                        "10%",
                        State.SOAKING,
                        120,
                        Map.of(
                                RolloutDeviceState.UPDATED, 100L,
                                RolloutDeviceState.REJECTED, 1L,
                                RolloutDeviceState.OVERDUE, 2L,
                                RolloutDeviceState.DOWNLOADING, 15L,
                                RolloutDeviceState.SILENT, 2L),
                        "3 of 103 judged devices failed"),
                planned("50%"),
                planned(RolloutStage.FLEET));
    }

    /** Before the first stage. */
    public static RolloutReport planned() {
        return report("stage 1% takes 12 devices", planned("1%"), planned("10%"), planned(RolloutStage.FLEET));
    }

    public static RolloutStage planned(String name) {
        return new RolloutStage(name, State.PLANNED, Optional.empty(), Map.of(), Optional.empty());
    }

    public static RolloutStage passed() {
        return stage("1%", State.PASSED, 12, Map.of(), "0 of 12 judged devices failed");
    }

    public static RolloutStage stage(
            String name, State state, long size, Map<RolloutDeviceState, Long> devices, String verdict) {
        return new RolloutStage(name, state, Optional.of(size), devices, Optional.of(verdict));
    }
}

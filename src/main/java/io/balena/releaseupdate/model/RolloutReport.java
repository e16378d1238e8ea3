package io.balena.releaseupdate.model;

import java.util.List;
import java.util.Optional;

/**
 * The state of a roll-out at one moment.
 *
 * @param fleet the fleet
 * @param origin the release that the fleet was pinned to when it began
 * @param to the target release
 * @param attempt 1 for the first roll-out of this release, one more after each that was undone
 * @param target the fleet's current target
 * @param stages all stages, the pin of the fleet last
 * @param following devices that follow the fleet and have no pin
 * @param pinned devices that this roll-out has pinned
 * @param keptPins devices that were pinned to the release before it began and keep their pins
 * @param next the next step, or what to do, as a sentence
 */
public record RolloutReport(
        Fleet fleet,
        ReleaseName origin,
        ReleaseName to,
        int attempt,
        FleetTarget target,
        List<RolloutStage> stages,
        long following,
        long pinned,
        long keptPins,
        String next) {

    public RolloutReport {
        stages = List.copyOf(stages);
    }

    /** The stage in progress, or the last one that began; empty before the first. */
    public Optional<RolloutStage> current() {
        return stages.stream()
                .filter(stage ->
                        stage.state() != RolloutStage.State.PLANNED && stage.state() != RolloutStage.State.SKIPPED)
                .reduce((first, second) -> second);
    }

    /** The same with another next step. */
    public RolloutReport withNext(String sentence) {
        return new RolloutReport(fleet, origin, to, attempt, target, stages, following, pinned, keptPins, sentence);
    }
}

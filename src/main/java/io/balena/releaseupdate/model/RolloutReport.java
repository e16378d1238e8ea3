package io.balena.releaseupdate.model;

import java.util.List;
import java.util.Optional;

/**
 * A roll-out at one moment.
 *
 * @param fleet whose
 * @param origin the release that the fleet was pinned to when it began
 * @param to the release that it brings
 * @param attempt 1 for the first roll-out of this release, one more after each that was undone
 * @param target what the fleet's devices are told to run now, unless they are pinned on their own
 * @param stages all stages, the fleet's pin last
 * @param following devices that follow the fleet and have no pin
 * @param pinned devices that this roll-out has pinned
 * @param keptPins devices that were pinned to the release before it began and stay so
 * @param next what comes next, or what to do, a sentence
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

    /** The stage that is under way, or the last one that was; empty before the first begins. */
    public Optional<RolloutStage> current() {
        return stages.stream()
                .filter(stage ->
                        stage.state() != RolloutStage.State.PLANNED && stage.state() != RolloutStage.State.SKIPPED)
                .reduce((first, second) -> second);
    }

    /** The same with another word on what comes next. */
    public RolloutReport withNext(String sentence) {
        return new RolloutReport(fleet, origin, to, attempt, target, stages, following, pinned, keptPins, sentence);
    }
}

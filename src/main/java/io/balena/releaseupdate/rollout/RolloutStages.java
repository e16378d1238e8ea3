package io.balena.releaseupdate.rollout;

import io.balena.releaseupdate.model.RolloutStage;
import java.util.List;

/** Which stages a roll-out has, and after which a run of it ends. */
record RolloutStages(RolloutOptions options) {

    /** The stages of a roll-out, without the fleet. */
    List<StageSize> of(Journal journal) {
        return journal.origin()
                .map(origin -> JournalException.reading(
                        JournalKeys.key(journal.attempt(), JournalKeys.ORIGIN),
                        () -> StageSize.parseList(String.join(",", origin.stages()))))
                .or(options::stages)
                .orElseGet(() -> StageSize.parseList(StageSize.DEFAULT));
    }

    /** The number of the stage after which to stop; 0 if there is no stage of that name. */
    int until(List<StageSize> stages) {
        String name = options.untilStage().orElse(RolloutStage.FLEET);
        int index = stages.stream().map(StageSize::toString).toList().indexOf(name);
        return name.equals(RolloutStage.FLEET) ? stages.size() + 1 : index + 1;
    }
}

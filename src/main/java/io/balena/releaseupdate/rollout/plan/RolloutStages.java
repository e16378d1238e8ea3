package io.balena.releaseupdate.rollout.plan;

import io.balena.releaseupdate.rollout.journal.Journal;
import io.balena.releaseupdate.rollout.journal.JournalException;
import io.balena.releaseupdate.rollout.journal.JournalKeys;
import java.util.List;

/** The stages of a roll-out: those that it began with. */
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
}

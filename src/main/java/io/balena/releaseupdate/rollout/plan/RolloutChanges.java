package io.balena.releaseupdate.rollout.plan;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.rollout.journal.Journal;
import java.util.List;
import java.util.Optional;

/** Detects changes since a roll-out began that prevent it from continuing. */
record RolloutChanges(Fleet fleet, ReleaseName to, RolloutOptions options) {

    /** The resulting end; empty if nothing of the kind changed, or the roll-out has not begun. */
    Optional<RolloutStep> since(Journal journal, FleetTarget target) {
        return journal.origin().isEmpty()
                ? Optional.empty()
                : ofFleet(journal, target).or(() -> ofStages(journal));
    }

    private Optional<RolloutStep> ofFleet(Journal journal, FleetTarget target) {
        ReleaseName origin = journal.origin().get().release();
        Optional<Journal.Stage> fleetStage = journal.fleet();
        boolean mayBePinned = fleetStage.isPresent();
        boolean mustBePinned = fleetStage.flatMap(Journal.Stage::pinned).isPresent();
        boolean isExpected =
                mayBePinned && target.isPinnedTo(to.id()) || !mustBePinned && target.isPinnedTo(origin.id());
        if (isExpected) {
            return Optional.empty();
        }
        String now = target.tracksLatest()
                ? "let fleet " + fleet.slug() + " track its latest release"
                : "pinned fleet " + fleet.slug() + " to "
                        + target.release().map(ReleaseName::label).orElse("no release");
        return Optional.of(new RolloutStep.Superseded("Somebody " + now
                + " meanwhile. Nothing more was written; --undo clears the pins of the roll-out's devices."));
    }

    private Optional<RolloutStep> ofStages(Journal journal) {
        List<String> began = journal.origin().orElseThrow().stages();
        return options.stages()
                .map(stages -> stages.stream().map(StageSize::toString).toList())
                .filter(stages -> !stages.equals(began))
                .map(stages -> new RolloutStep.Refuse(new BalenaException.Usage("This roll-out began with the stages "
                        + String.join(",", began) + ". Go on with these, or take it back first (--undo).")));
    }
}

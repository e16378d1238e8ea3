package io.balena.releaseupdate.rollout.plan;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetDevice;
import io.balena.releaseupdate.model.FleetTarget;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.rollout.journal.IdList;
import io.balena.releaseupdate.rollout.journal.Journal;
import io.balena.releaseupdate.rollout.journal.JournalEntry;
import java.util.ArrayList;
import java.util.List;

/** Decides how a roll-out begins, or why it can't. */
record RolloutStart(Fleet fleet, ReleaseName to, RolloutOptions options) {

    RolloutStep next(Journal journal, FleetView view, RunKnowledge known) {
        FleetTarget target = view.target();
        if (target.isPinnedTo(to.id())) {
            return new RolloutStep.Done(false);
        }
        if (target.tracksLatest()) {
            return new RolloutStep.Superseded("Fleet " + fleet.slug() + " tracks its latest release, which would"
                    + " overtake a roll-out. Pin it to what it runs first: `balena fleet pin`.");
        }
        if (target.release().isEmpty()) {
            return new RolloutStep.Refuse(new BalenaException.NotFound("Fleet " + fleet.slug()
                    + " has no release yet: there is nothing to come from. Pin it with `balena fleet pin`."));
        }
        if (options.prepareUndo() && !known.isWayBackReady()) {
            return new RolloutStep.PrepareWayBack();
        }
        IdList kept = IdList.of(
                view.pinned().stream().map(FleetDevice::id).toList(), "devices pinned to the release already");
        List<JournalEntry> entries = new ArrayList<>(JournalEntry.list(journal.attempt(), kept));
        entries.add(JournalEntry.origin(
                journal.attempt(),
                target.release().get(),
                new RolloutStages(options)
                        .of(journal).stream().map(StageSize::toString).toList(),
                kept));
        return new RolloutStep.Confirm(new RolloutStep.Write(
                entries,
                "Began roll-out " + journal.attempt() + " of " + to.label() + " to " + fleet.slug()
                        + ", which comes from " + target.release().get().label() + "."));
    }
}

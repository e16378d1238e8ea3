package io.balena.releaseupdate.rollout.plan;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.rollout.journal.Journal;
import io.balena.releaseupdate.rollout.journal.JournalKeys;
import java.util.List;

/**
 * Decides the next step of an undo, purely from the roll-out's journal and a read. Its first write is a tag that
 * forbids further pins.
 *
 * @param plan the roll-out's plan
 */
public record UndoPlan(RolloutPlan plan) {

    /** @param isConfirmed whether an earlier read also showed that nothing is left to clear */
    public RolloutStep next(Journal journal, FleetView view, boolean isConfirmed) {
        if (journal.origin().isEmpty()) {
            return new RolloutStep.Refuse(new BalenaException.NotFound("There is no roll-out of release "
                    + plan.to().label() + " to fleet " + plan.fleet().slug() + " to take back."));
        }
        if (journal.has(JournalKeys.UNDONE)) {
            return new RolloutStep.Undone();
        }
        if (!journal.has(JournalKeys.UNDOING)) {
            return new RolloutStep.Write(
                    List.of(journal.mark(JournalKeys.UNDOING)), "Roll-out " + journal.attempt() + " is taken back.");
        }
        if (journal.fleet().isPresent() && view.target().isPinnedTo(plan.to().id())) {
            return new RolloutStep.PinFleet(
                    journal.origin().get().release().id(), view.target(), plan.unless(journal, JournalKeys.UNDONE));
        }
        List<Long> pinned = new Members(plan.to().id(), journal).clearable(view.pinned());
        if (!pinned.isEmpty()) {
            return new RolloutStep.ClearPins(pinned, view.target(), plan.unless(journal, JournalKeys.UNDONE));
        }
        return isConfirmed
                ? new RolloutStep.Write(
                        List.of(journal.mark(JournalKeys.UNDONE)), "Roll-out " + journal.attempt() + " was taken back.")
                : new RolloutStep.Wait();
    }
}

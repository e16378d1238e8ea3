package io.balena.releaseupdate.rollout.plan;

import io.balena.releaseupdate.fleet.FleetUpdates;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.BalenaException.Remedy;
import io.balena.releaseupdate.model.DeviceSelection;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetDevice;
import io.balena.releaseupdate.model.ForbiddenTag;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.RolloutStage;
import io.balena.releaseupdate.rollout.gate.Gate;
import io.balena.releaseupdate.rollout.gate.StageView;
import io.balena.releaseupdate.rollout.gate.Verdict;
import io.balena.releaseupdate.rollout.journal.IdList;
import io.balena.releaseupdate.rollout.journal.Journal;
import io.balena.releaseupdate.rollout.journal.JournalEntry;
import io.balena.releaseupdate.rollout.journal.JournalKeys;
import io.balena.releaseupdate.rollout.journal.Roster;
import io.balena.releaseupdate.rollout.journal.StageScope;
import io.balena.releaseupdate.text.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides a roll-out's next step, purely from its journal and a read. Devices are pinned first, then the fleet, and
 * only then are the devices' pins cleared: at any moment, a device's target is either the origin or the release.
 *
 * @param fleet the fleet
 * @param to the target release
 * @param options the roll-out's options
 * @param gate the gate between stages
 */
public record RolloutPlan(Fleet fleet, ReleaseName to, RolloutOptions options, Gate gate) {

    /** @throws BalenaException.Usage if the stage to stop after does not exist */
    public RolloutStep next(Journal journal, FleetView view, RunKnowledge known) {
        if (journal.has(JournalKeys.UNDONE)) {
            return new RolloutStep.Superseded("This roll-out was taken back. The same command begins anew.");
        }
        if (journal.has(JournalKeys.UNDOING)) {
            return new RolloutStep.Superseded(
                    "This roll-out is being taken back. Finish that with --undo; then it can begin anew.");
        }
        if (journal.has(JournalKeys.DONE)) {
            return new RolloutStep.Done(true);
        }
        Optional<RolloutStep> change = new RolloutChanges(fleet, to, options).since(journal, view.target());
        if (change.isPresent()) {
            return change.get();
        }
        if (journal.fleet().flatMap(Journal.Stage::judged).isPresent()) {
            return finish(journal, view);
        }
        int until = StageSize.numberOf(options.untilStage(), stages(journal));
        Optional<BalenaException> objection = FleetUpdates.objection(
                        fleet, to, view.state().release(), options.allowDraft())
                .map(RolloutPlan::ofStages);
        if (objection.isPresent()) {
            return new RolloutStep.Refuse(objection.get());
        }
        if (journal.origin().isEmpty()) {
            RolloutStep start = new RolloutStart(fleet, to, options).next(journal, view, known);
            // A misspelt stage must be reported before anything is written.
            return start instanceof RolloutStep.End
                    ? start
                    : addingStage(1, until, journal, view, known)
                            .filter(step -> step instanceof RolloutStep.Survey || step instanceof RolloutStep.Pause)
                            .orElse(start);
        }
        if (journal.has(JournalKeys.HALTED)) {
            return new RolloutStep.Halt(journal.haltReason());
        }
        if (options.prepareUndo() && journal.stages().isEmpty() && !known.isWayBackReady()) {
            return new RolloutStep.PrepareWayBack();
        }
        int last = journal.lastStage();
        boolean isUnderWay = last > 0 && journal.stages().get(last).judged().isEmpty();
        return isUnderWay ? goOn(last, journal, view, known) : nextStage(last + 1, until, journal, view, known);
    }

    /** The stages of a roll-out, without the fleet. */
    public List<StageSize> stages(Journal journal) {
        return new RolloutStages(options).of(journal);
    }

    private RolloutStep nextStage(int first, int until, Journal journal, FleetView view, RunKnowledge known) {
        return addingStage(first, until, journal, view, known)
                .orElseGet(() -> until > stages(journal).size()
                        ? beginFleet(journal, view, known)
                        : new RolloutStep.Stop(journal.hasPassed(until)));
    }

    /** The step to the next stage that adds devices; empty if none does, up to the stage to stop after. */
    private Optional<RolloutStep> addingStage(
            int first, int until, Journal journal, FleetView view, RunKnowledge known) {
        List<StageSize> stages = stages(journal);
        long ours = ours(journal, view);
        for (int number = first; number <= Math.min(until, stages.size()); number++) {
            StageSize stage = stages.get(number - 1);
            Optional<Long> size = StageScopes.size(stage, view, ours);
            if (size.filter(most -> most <= ours).isPresent()) {
                continue;
            }
            DeviceSelection.Reachable selection = StageScopes.selection(stage);
            Optional<List<FleetDevice>> reachable = known.survey(selection);
            if (reachable.isEmpty()) {
                return Optional.of(new RolloutStep.Survey(selection));
            }
            var choice = new StageScopes(to.id(), journal, ours).choose(stage, view, reachable.get());
            if (!choice.added().isEmpty()) {
                return Optional.of(beginStage(number, choice, journal, known));
            }
            if (ours == 0) {
                return Optional.of(new RolloutStep.Pause(noDevices(stage)));
            }
        }
        return Optional.empty();
    }

    /** Why a first stage can't begin. */
    public static String noDevices(StageSize stage) {
        return "stage " + stage + " has no device that follows the fleet and that balena heard from recently";
    }

    /** Stages may allow drafts; the fleet is never pinned to one. */
    private static BalenaException ofStages(BalenaException objection) {
        return objection.remedy().equals(Optional.of(Remedy.ALLOWED_DRAFT))
                ? new BalenaException.NotFound(objection.problem(), Remedy.STAGED_DRAFT)
                : objection;
    }

    private RolloutStep beginStage(int number, StageScopes.Choice choice, Journal journal, RunKnowledge known) {
        if (known.prepared() != number) {
            Set<Long> sources = choice.added().stream()
                    .flatMap(device -> device.running().stream())
                    .filter(release -> release != to.id())
                    .collect(Collectors.toSet());
            return new RolloutStep.Prepare(number, sources, false);
        }
        IdList members = IdList.of(
                choice.scope().members(), "devices of stage " + choice.scope().name());
        List<JournalEntry> entries = new ArrayList<>(JournalEntry.list(journal.attempt(), members));
        entries.add(JournalEntry.stage(journal.attempt(), number, choice.scope()));
        return new RolloutStep.Write(
                entries,
                "Stage " + choice.scope().name() + " began: it adds "
                        + Counts.devices(choice.added().size()) + ".");
    }

    private RolloutStep beginFleet(Journal journal, FleetView view, RunKnowledge known) {
        if (view.isDraft()) {
            return new RolloutStep.Refuse(new BalenaException.NotFound("All stages before the fleet have passed, but"
                    + " release " + to.label() + " is a draft, which no fleet is pinned to. Finalize it with `balena"
                    + " release finalize`, then run the same command again."));
        }
        int number = journal.fleetStage();
        if (known.prepared() != number) {
            return new RolloutStep.Prepare(number, Set.of(), true);
        }
        var scope = new StageScope(RolloutStage.FLEET, view.counts().following() + ours(journal, view), "", Set.of());
        return new RolloutStep.Write(
                List.of(JournalEntry.stage(journal.attempt(), number, scope)), "The last stage began: the fleet.");
    }

    private RolloutStep goOn(int number, Journal journal, FleetView view, RunKnowledge known) {
        boolean isFleet = number == journal.fleetStage();
        Journal.Stage stage = journal.stages().get(number);
        if (stage.pinned().isEmpty()) {
            return isFleet ? pinFleet(number, journal, view) : pinDevices(number, journal, view, known);
        }
        StageView seen = isFleet ? StageViews.ofFleet(stage, view) : StageViews.of(known.states(), stage, view);
        if (stage.soaking().isEmpty() && seen.isHalfJudged()) {
            return new RolloutStep.Write(
                    List.of(JournalEntry.soaking(journal.attempt(), number, seen)),
                    "Half of stage " + stage.scope().name() + " is judged: the soak time begins.");
        }
        Verdict verdict = isFleet && seen.size() == 0 ? new Verdict.Passed() : gate.judge(seen);
        if (verdict instanceof Verdict.Failed failed) {
            return new RolloutStep.Write(
                    List.of(JournalEntry.halted(journal.attempt(), number, failed.reason())),
                    "Stage " + stage.scope().name() + " failed.");
        }
        if (verdict instanceof Verdict.Inconclusive inconclusive) {
            return new RolloutStep.Pause(inconclusive.reason());
        }
        if (verdict instanceof Verdict.Undecided) {
            return new RolloutStep.Wait();
        }
        var passed = new RolloutStep.Write(
                List.of(JournalEntry.judged(journal.attempt(), number, seen)),
                "Stage " + stage.scope().name() + " passed.");
        return seen.size() == 0 ? new RolloutStep.Confirm(passed) : passed;
    }

    private RolloutStep pinDevices(int number, Journal journal, FleetView view, RunKnowledge known) {
        DeviceSelection.Reachable selection =
                StageScopes.selection(stages(journal).get(number - 1));
        Optional<List<FleetDevice>> reachable = known.survey(selection);
        if (reachable.isEmpty()) {
            return new RolloutStep.Survey(selection);
        }
        long ours = ours(journal, view);
        List<Long> missing = new StageScopes(to.id(), journal, ours)
                .missing(number, reachable.get()).stream().map(FleetDevice::id).toList();
        if (!missing.isEmpty()) {
            return new RolloutStep.PinDevices(missing, view.target(), unless(journal, JournalKeys.UNDOING));
        }
        StageScope scope = journal.stages().get(number).scope();
        Roster roster = Members.roster(new Members(to.id(), journal).of(view.pinned()), number);
        var pinned = new RolloutStep.Write(
                List.of(JournalEntry.pinned(journal.attempt(), number, 1, roster)),
                "The devices of stage " + scope.name() + " are pinned.");
        return ours < scope.size() ? new RolloutStep.Confirm(pinned) : pinned;
    }

    private RolloutStep pinFleet(int number, Journal journal, FleetView view) {
        return view.target().isPinnedTo(to.id())
                ? new RolloutStep.Write(
                        List.of(JournalEntry.pinned(journal.attempt(), number, ours(journal, view))),
                        "Fleet " + fleet.slug() + " is pinned to " + to.label() + ".")
                : new RolloutStep.PinFleet(to.id(), view.target(), unless(journal, JournalKeys.UNDOING));
    }

    /** Clears the pins, which changes no device's target. */
    private RolloutStep finish(Journal journal, FleetView view) {
        List<Long> pinned = new Members(to.id(), journal).clearable(view.pinned());
        return pinned.isEmpty()
                ? new RolloutStep.Confirm(
                        new RolloutStep.Write(List.of(journal.mark(JournalKeys.DONE)), "The roll-out is done."))
                : new RolloutStep.ClearPins(pinned, view.target(), unless(journal, JournalKeys.DONE));
    }

    /** The mark that forbids a late write. */
    ForbiddenTag unless(Journal journal, String mark) {
        return new ForbiddenTag(to.id(), JournalKeys.key(journal.attempt(), mark));
    }

    private long ours(Journal journal, FleetView view) {
        return new Members(to.id(), journal).of(view.pinned()).size();
    }
}

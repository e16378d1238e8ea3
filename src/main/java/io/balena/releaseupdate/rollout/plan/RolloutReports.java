package io.balena.releaseupdate.rollout.plan;

import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.RolloutDeviceState;
import io.balena.releaseupdate.model.RolloutReport;
import io.balena.releaseupdate.model.RolloutStage;
import io.balena.releaseupdate.model.RolloutStage.State;
import io.balena.releaseupdate.rollout.journal.Journal;
import io.balena.releaseupdate.rollout.journal.JournalKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Creates reports of a roll-out's state.
 *
 * @param plan the roll-out's plan
 */
public record RolloutReports(RolloutPlan plan) {

    /** Reports the state of the roll-out, and its next step. */
    public RolloutReport report(Journal journal, FleetView view, RunKnowledge known, RolloutStep next) {
        ReleaseName origin = journal.origin()
                .map(Journal.Origin::release)
                .or(() -> view.target().release())
                .orElse(plan.to());
        List<RolloutStage> stages = new ArrayList<>();
        int last = journal.lastStage();
        int number = 1;
        for (StageSize size : plan.stages(journal)) {
            stages.add(stage(number++, size.toString(), journal, view, known, next));
        }
        stages.add(stage(number, RolloutStage.FLEET, journal, view, known, next));
        long pinned = new Members(plan.to().id(), journal).of(view.pinned()).size();
        return new RolloutReport(
                plan.fleet(),
                origin,
                plan.to(),
                journal.attempt(),
                view.target(),
                stages,
                view.counts().following(),
                pinned,
                journal.origin().map(begun -> (long) begun.kept().size()).orElse((long)
                        view.pinned().size()),
                sentence(next, last == 0 ? "" : stages.get(last - 1).name()));
    }

    private RolloutStage stage(
            int number, String name, Journal journal, FleetView view, RunKnowledge known, RolloutStep next) {
        Journal.Stage stage = journal.stages().get(number);
        if (stage == null) {
            State state = number < journal.lastStage() ? State.SKIPPED : State.PLANNED;
            return new RolloutStage(name, state, Optional.empty(), Map.of(), Optional.empty());
        }
        boolean isLast = number == journal.lastStage();
        Map<RolloutDeviceState, Long> states = !isLast
                ? Map.of()
                : number == journal.stages().lastKey() && name.equals(RolloutStage.FLEET)
                        ? StageViews.states(view.counts().all())
                        : known.states();
        return new RolloutStage(
                name,
                state(stage, isLast, journal, next),
                Optional.of(stage.scope().size()),
                states,
                isLast ? verdict(next, journal) : Optional.empty());
    }

    private static State state(Journal.Stage stage, boolean isLast, Journal journal, RolloutStep next) {
        if (stage.judged().isPresent()) {
            return State.PASSED;
        }
        if (isLast && journal.has(JournalKeys.HALTED)) {
            return State.FAILED;
        }
        if (isLast && next instanceof RolloutStep.Pause) {
            return State.INCONCLUSIVE;
        }
        if (stage.pinned().isEmpty()) {
            return State.PINNING;
        }
        return stage.soaking().isPresent() ? State.SOAKING : State.UPDATING;
    }

    private static Optional<String> verdict(RolloutStep next, Journal journal) {
        if (journal.has(JournalKeys.HALTED)) {
            return Optional.of(journal.haltReason());
        }
        return next instanceof RolloutStep.Pause pause ? Optional.of(pause.reason()) : Optional.empty();
    }

    private static String sentence(RolloutStep next, String stage) {
        if (next instanceof RolloutStep.Wait) {
            return "Waiting for the devices of stage " + stage + ".";
        }
        if (next instanceof RolloutStep.PinDevices || next instanceof RolloutStep.Survey && !stage.isEmpty()) {
            return "Pinning the devices of stage " + stage + ".";
        }
        if (next instanceof RolloutStep.Survey) {
            return "Choosing the devices of the first stage.";
        }
        if (next instanceof RolloutStep.PinFleet) {
            return "Pinning the fleet.";
        }
        if (next instanceof RolloutStep.ClearPins) {
            return "Clearing the pins of the roll-out's devices.";
        }
        if (next instanceof RolloutStep.Prepare || next instanceof RolloutStep.PrepareWayBack) {
            return "Building deltas.";
        }
        if (next instanceof RolloutStep.Write || next instanceof RolloutStep.Confirm) {
            return "Tagging the release.";
        }
        if (next instanceof RolloutStep.Done) {
            return "Nothing is left to do.";
        }
        if (next instanceof RolloutStep.Undone) {
            return "It was taken back; the same command without --undo begins anew.";
        }
        if (next instanceof RolloutStep.Stop) {
            return "Stage " + stage + " passed; the same command with a later stage, or without one, goes on.";
        }
        if (next instanceof RolloutStep.Halt) {
            return "Nothing was taken back: --undo does that.";
        }
        if (next instanceof RolloutStep.Pause) {
            return "Run it again to judge anew, with a higher --max-failed to go on in spite of it, or with --undo.";
        }
        if (next instanceof RolloutStep.Superseded superseded) {
            return superseded.reason();
        }
        // Otherwise it was refused; the error has the reason.
        return stage.isEmpty() ? "Nothing was written." : "Nothing more was written.";
    }
}

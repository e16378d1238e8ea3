package io.balena.releaseupdate.rollout;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.RolloutEvent;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.RolloutReport;
import io.balena.releaseupdate.model.WaitClock;
import io.balena.releaseupdate.rollout.journal.Journal;
import io.balena.releaseupdate.rollout.journal.JournalEntry;
import io.balena.releaseupdate.rollout.journal.JournalException;
import io.balena.releaseupdate.rollout.journal.JournalKeys;
import io.balena.releaseupdate.rollout.plan.DeviceJudge;
import io.balena.releaseupdate.rollout.plan.Members;
import io.balena.releaseupdate.rollout.plan.RolloutPlan;
import io.balena.releaseupdate.rollout.plan.RolloutReports;
import io.balena.releaseupdate.rollout.plan.RolloutStep;
import io.balena.releaseupdate.rollout.plan.RunKnowledge;
import io.balena.releaseupdate.rollout.plan.UndoPlan;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs or undoes a roll-out: reads, takes the next step, and reads again. An instance makes one run. */
final class Rollout {

    /** After this many refusals in a row, it stops. */
    private static final int MOST_REFUSALS = 10;

    private final RolloutPlan plan;
    private final boolean isUndo;
    private final RolloutReader reader;
    private final RolloutWrites writes;
    private final RolloutDeltas deltas;
    private final DeviceJudge judge;
    private final RepinWatch repins;
    private final Consumer<RolloutEvent> events;
    private final Deadline deadline;
    private final PollPauses pauses;

    private RunKnowledge known = RunKnowledge.NOTHING;
    private Optional<RolloutReport> report = Optional.empty();
    private boolean isConfirmed;
    private RolloutStep unconfirmed;
    private Class<?> lastEnd;
    private boolean isRepinned;
    private Optional<JournalEntry> told = Optional.empty();
    private int refusals;

    Rollout(
            RolloutPlan plan,
            boolean isUndo,
            RolloutReader reader,
            RolloutWrites writes,
            RolloutDeltas deltas,
            DeviceJudge judge,
            RepinWatch repins,
            WaitClock clock,
            Consumer<RolloutEvent> events) {
        this.plan = plan;
        this.isUndo = isUndo;
        this.reader = reader;
        this.writes = writes;
        this.deltas = deltas;
        this.judge = judge;
        this.repins = repins;
        this.events = events;
        this.deadline = plan.options().preparation().deadline();
        this.pauses = new PollPauses(clock, plan.options().preparation());
    }

    RolloutOutcome run() {
        try {
            while (true) {
                Optional<RolloutOutcome> outcome = turn();
                if (outcome.isPresent()) {
                    return outcome.get();
                }
            }
        } catch (InterruptedException e) {
            return new RolloutOutcome.Interrupted(report);
        } catch (JournalException e) {
            return new RolloutOutcome.Stopped(report, new BalenaException.NotFound(e.getMessage()));
        } catch (BalenaException e) {
            return new RolloutOutcome.Stopped(report, e);
        }
    }

    private Optional<RolloutOutcome> turn() throws InterruptedException {
        try {
            RolloutReader.Snapshot snapshot = reader.read(isUndo);
            RolloutStep step = decide(snapshot);
            boolean isNoRollout = isUndo && snapshot.journal().origin().isEmpty();
            if (!isNoRollout) {
                report = Optional.of(new RolloutReports(plan).report(snapshot.journal(), snapshot.view(), known, step));
                events.accept(new RolloutEvent.Polled(report.get()));
            }
            refusals = 0;
            if (step instanceof RolloutStep.End end && isCertain(end)) {
                if (told.isPresent()) {
                    writes.create(told.get());
                }
                return Optional.of(end.outcome(report));
            }
            if (deadline.isOver()) {
                return Optional.of(new RolloutOutcome.TimedOut(report));
            }
            if (step instanceof RolloutStep.End) {
                pauses.confirmAnEnd();
                return Optional.empty();
            }
            pauses.inStage(snapshot.journal().lastStage());
            isConfirmed = isUndo && step instanceof RolloutStep.Wait;
            lastEnd = null;
            carryOut(step, snapshot);
            pauses.noTrouble();
            return Optional.empty();
        } catch (BalenaException.TimedOut e) {
            return afterTrouble(new BalenaException.Unavailable(e.getMessage(), e));
        } catch (BalenaException.Unavailable e) {
            return afterTrouble(e);
        }
    }

    /** The requests of a read are not simultaneous, and a response may be wrong: a bad end takes two reads. */
    private boolean isCertain(RolloutStep.End end) {
        boolean isSecond = lastEnd == end.getClass();
        lastEnd = end.getClass();
        return end.isGood() || isSecond || isRepinned;
    }

    private RolloutStep decide(RolloutReader.Snapshot snapshot) throws InterruptedException {
        Journal journal = snapshot.journal();
        List<Members.Member> members =
                new Members(plan.to().id(), journal).of(snapshot.view().pinned());
        if (isUndo) {
            return new UndoPlan(plan).next(journal, snapshot.view(), isConfirmed);
        }
        known = known.withoutSurveys()
                .with(judge.states(members, journal, snapshot.view().now()));
        boolean mayVanish = journal.fleet().flatMap(Journal.Stage::pinned).isPresent()
                || journal.has(JournalKeys.UNDOING)
                || journal.isClosed();
        if (mayVanish) {
            repins.forget();
        } else {
            Optional<String> changed = repins.changed(members, journal);
            if (changed.isPresent()) {
                isRepinned = true;
                told = repins.told(members, journal);
                return new RolloutStep.Superseded(changed.get());
            }
        }
        RolloutStep step = plan.next(journal, snapshot.view(), known);
        while (step instanceof RolloutStep.Survey survey && !deadline.isOver()) {
            known = known.surveyed(survey.devices(), reader.survey(survey.devices()));
            step = plan.next(journal, snapshot.view(), known);
        }
        if (step instanceof RolloutStep.Confirm confirm && confirm.then().equals(unconfirmed)) {
            step = confirm.then();
        }
        unconfirmed = step instanceof RolloutStep.Confirm confirm ? confirm.then() : null;
        return step;
    }

    private void carryOut(RolloutStep step, RolloutReader.Snapshot snapshot) throws InterruptedException {
        if (step instanceof RolloutStep.Wait) {
            if (isUndo) {
                pauses.confirmAnEnd();
            } else {
                pauses.rest();
            }
        } else if (step instanceof RolloutStep.Confirm) {
            pauses.confirm();
        } else if (step instanceof RolloutStep.PrepareWayBack) {
            deltas.prepareWayBack(
                    snapshot.journal()
                            .origin()
                            .map(Journal.Origin::release)
                            .orElseGet(() -> snapshot.view().target().release().orElseThrow()),
                    snapshot.view().target());
            known = known.wayBackReady();
        } else if (step instanceof RolloutStep.Prepare prepare) {
            deltas.prepare(prepare);
            known = known.prepared(prepare.stage());
        } else if (step instanceof RolloutStep.Write write) {
            reader.stayWith(snapshot.journal());
            for (JournalEntry entry : write.entries()) {
                writes.create(entry);
            }
            known = known.withoutSurveys();
            events.accept(new RolloutEvent.Written(write.what()));
        } else if (step instanceof RolloutStep.PinDevices pin) {
            repins.add(writes.pin(pin));
            known = known.withoutSurveys();
        } else if (step instanceof RolloutStep.ClearPins clear) {
            repins.forget();
            writes.clear(clear);
        } else if (step instanceof RolloutStep.PinFleet pin) {
            pinFleet(pin);
        }
    }

    private void pinFleet(RolloutStep.PinFleet pin) throws InterruptedException {
        Consumer<String> notices = notice -> events.accept(new RolloutEvent.Notice(notice));
        try {
            if (isUndo) {
                deltas.pinBack(pin, notices);
            } else {
                deltas.pinFleet(pin, notices);
            }
        } catch (BalenaException.NotAllowed e) {
            writes.throwUnless(pin.unless(), e);
        }
    }

    private Optional<RolloutOutcome> afterTrouble(BalenaException.Unavailable trouble) throws InterruptedException {
        known = known.withoutSurveys();
        if (deadline.isOver()) {
            return Optional.of(
                    report.isEmpty()
                            ? new RolloutOutcome.Stopped(report, trouble)
                            : new RolloutOutcome.TimedOut(report));
        }
        refusals = trouble.isRefusal() ? refusals + 1 : 0;
        if (refusals == MOST_REFUSALS) {
            return Optional.of(new RolloutOutcome.Stopped(report, trouble));
        }
        events.accept(new RolloutEvent.Notice(trouble.getMessage() + " Trying again."));
        pauses.afterTrouble(trouble.retryAfter());
        return Optional.empty();
    }
}

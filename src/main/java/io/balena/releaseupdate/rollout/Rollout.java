package io.balena.releaseupdate.rollout;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Deadline;
import io.balena.releaseupdate.model.RolloutEvent;
import io.balena.releaseupdate.model.RolloutOutcome;
import io.balena.releaseupdate.model.RolloutReport;
import io.balena.releaseupdate.model.WaitClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs a roll-out, or takes it back: looks, does the next step, and looks again. One run makes one attempt. */
final class Rollout {

    private static final Duration CONFIRMING_PAUSE = Duration.ofSeconds(3);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);
    private static final Duration LONGEST_POSTPONEMENT = Duration.ofMinutes(5);

    /** So long before the deadline, one more look shows what the end is like. */
    private static final Duration LAST_LOOK = Duration.ofSeconds(2);

    /** The same refusal so many times in a row won't pass. */
    private static final int MOST_REFUSALS = 10;

    private final RolloutPlan plan;
    private final boolean isUndo;
    private final RolloutLooks looks;
    private final RolloutWrites writes;
    private final RolloutDeltas deltas;
    private final DeviceJudge judge;
    private final RepinWatch repins;
    private final WaitClock clock;
    private final Consumer<RolloutEvent> events;
    private final Deadline deadline;
    private final LookPauses pauses;

    private Known known = Known.NOTHING;
    private Optional<RolloutReport> report = Optional.empty();
    private boolean isConfirmed;
    private Class<?> lastEnd;
    private boolean isRepinned;
    private int refusals;
    private int troubles;

    Rollout(
            RolloutPlan plan,
            boolean isUndo,
            RolloutLooks looks,
            RolloutWrites writes,
            RolloutDeltas deltas,
            DeviceJudge judge,
            RepinWatch repins,
            WaitClock clock,
            Consumer<RolloutEvent> events) {
        this.plan = plan;
        this.isUndo = isUndo;
        this.looks = looks;
        this.writes = writes;
        this.deltas = deltas;
        this.judge = judge;
        this.repins = repins;
        this.clock = clock;
        this.events = events;
        this.deadline = plan.options().preparation().deadline();
        this.pauses = new LookPauses(plan.options().preparation().longestPollPause());
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
            RolloutLooks.Look look = looks.look(isUndo);
            RolloutStep step = decide(look);
            report = Optional.of(new RolloutReports(plan).report(look.journal(), look.view(), known, step));
            events.accept(new RolloutEvent.Looked(report.get()));
            refusals = 0;
            if (step instanceof RolloutStep.End end && isCertain(end)) {
                return Optional.of(end.outcome(report));
            }
            if (deadline.isOver()) {
                return Optional.of(new RolloutOutcome.TimedOut(report));
            }
            if (step instanceof RolloutStep.End) {
                clock.sleep(CONFIRMING_PAUSE);
                return Optional.empty();
            }
            pauses.inStage(look.journal().lastStage());
            isConfirmed = isUndo && step instanceof RolloutStep.Wait;
            lastEnd = null;
            carryOut(step, look);
            troubles = 0;
            return Optional.empty();
        } catch (BalenaException.TimedOut e) {
            return afterTrouble(new BalenaException.Unavailable(e.getMessage(), e));
        } catch (BalenaException.Unavailable e) {
            return afterTrouble(e);
        }
    }

    /** The requests of a look are not of one moment, and an answer may be odd: a bad end takes two looks. */
    private boolean isCertain(RolloutStep.End end) {
        boolean isSecond = lastEnd == end.getClass();
        lastEnd = end.getClass();
        return end.isGood() || isSecond || isRepinned;
    }

    private RolloutStep decide(RolloutLooks.Look look) throws InterruptedException {
        Journal journal = look.journal();
        List<Members.Member> members =
                new Members(plan.to().id(), journal).of(look.view().pinned());
        if (isUndo) {
            return new UndoPlan(plan).next(journal, look.view(), isConfirmed);
        }
        known = known.withoutSurveys()
                .with(judge.states(members, journal, look.view().now()));
        boolean mayVanish = journal.fleet().flatMap(Journal.Stage::pinned).isPresent()
                || journal.has(JournalKeys.UNDOING)
                || journal.isClosed();
        if (mayVanish) {
            repins.forget();
        } else {
            noticeMissing(journal.devices() - members.size());
            Optional<String> changed = repins.changed(members);
            if (changed.isPresent()) {
                isRepinned = true;
                return new RolloutStep.Superseded(changed.get());
            }
        }
        RolloutStep step = plan.next(journal, look.view(), known);
        while (step instanceof RolloutStep.Survey survey && !deadline.isOver()) {
            known = known.surveyed(survey.devices(), looks.survey(survey.devices()));
            step = plan.next(journal, look.view(), known);
        }
        return step;
    }

    /** Nobody watched between two runs. */
    private void noticeMissing(long devices) {
        if (report.isEmpty() && devices > 0) {
            events.accept(new RolloutEvent.Notice(
                    (devices == 1 ? "1 device" : devices + " devices") + " that the roll-out had pinned "
                            + (devices == 1 ? "is" : "are") + " not pinned to "
                            + plan.to().label()
                            + " any more: somebody re-pinned, moved or deleted "
                            + (devices == 1 ? "it. It is" : "them. They are") + " left alone."));
        }
    }

    private void carryOut(RolloutStep step, RolloutLooks.Look look) throws InterruptedException {
        if (step instanceof RolloutStep.Wait) {
            rest();
        } else if (step instanceof RolloutStep.PrepareWayBack) {
            deltas.prepareWayBack(
                    look.journal()
                            .origin()
                            .map(Journal.Origin::release)
                            .orElseGet(() -> look.view().target().release().orElseThrow()),
                    look.view().target());
            known = known.wayBackReady();
        } else if (step instanceof RolloutStep.Prepare prepare) {
            deltas.prepare(prepare);
            known = known.prepared(prepare.stage());
        } else if (step instanceof RolloutStep.Write write) {
            looks.stayWith(look.journal());
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

    private void rest() throws InterruptedException {
        sleep(isUndo ? CONFIRMING_PAUSE : pauses.next());
    }

    /** Not beyond the deadline, and one look before it. */
    private void sleep(Duration due) throws InterruptedException {
        Duration left = deadline.remaining();
        Duration most = left.compareTo(LAST_LOOK) > 0 ? left.minus(LAST_LOOK) : left;
        clock.sleep(shorter(due, most));
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
        events.accept(new RolloutEvent.Notice(trouble.getMessage() + " Looking again."));
        Duration growing = shorter(AFTER_TROUBLE.multipliedBy(1L << Math.min(troubles++, 6)), LookPauses.LONGEST);
        Duration asked = shorter(trouble.askedToWait(), LONGEST_POSTPONEMENT);
        sleep(growing.compareTo(asked) >= 0 ? growing : asked);
        return Optional.empty();
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}

package io.balena.releaseupdate.rollout.gate;

import java.time.Duration;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.BinomialTest;
import org.apache.commons.statistics.inference.FisherExactTest;

/**
 * Judges a stage by its counts: a pure function.
 *
 * <ul>
 *   <li>It passes if half of the stage is judged, the soak time has passed since, and not too many failed, even if
 *       every device still updating failed. Without that last condition, a release that silences devices would pass
 *       before their loss shows.
 *   <li>It fails if too many failed even if every other device succeeds, and more than chance explains: two of ten
 *       devices fail by chance too often. Devices that went silent count only if they did so clearly more often than
 *       devices outside the roll-out; otherwise it may be an outage, which says nothing about the release.
 *   <li>If its time ends with neither, it is inconclusive.
 * </ul>
 *
 * @param options the user's thresholds
 */
public record Gate(GateOptions options) {

    /** Significance level: the probability of this many failures at the allowed rate must be lower. */
    private static final double CHANCE = 0.01;

    /**
     * Significance level: the probability of these losses at the rate of devices outside the roll-out must be lower. It
     * is small because an outage is judged repeatedly while it lasts, and must never halt a roll-out.
     */
    private static final double OUTAGE = 1e-5;

    /** Room for the last reads. */
    private static final Duration MARGIN = Duration.ofMinutes(2);

    /** Judges a stage by its counts. */
    public Verdict judge(StageView stage) {
        if (isFailure(stage)) {
            return new Verdict.Failed(failures(stage));
        }
        if (isPass(stage)) {
            return new Verdict.Passed();
        }
        return isOver(stage) ? new Verdict.Inconclusive(doubt(stage)) : new Verdict.Undecided();
    }

    /** A soak that has begun may end: runs hours apart may find half of a stage judged long after its time. */
    private boolean isOver(StageView stage) {
        boolean isSoaking = stage.isHalfJudged()
                && stage.judgedFor()
                        .filter(soaked -> soaked.compareTo(options.soak()) < 0)
                        .isPresent();
        return stage.size() == 0 || !isSoaking && stage.age().compareTo(time()) >= 0;
    }

    /** The longest duration of a stage, except for a soak that begins late. */
    Duration time() {
        return options.deviceTimeout().plus(options.soak()).plus(MARGIN);
    }

    private boolean isPass(StageView stage) {
        long worst = stage.failed() + stage.pending();
        return stage.isHalfJudged()
                && worst <= options.allowed(stage.judged() + stage.pending())
                && stage.judgedFor()
                        .filter(soaked -> soaked.compareTo(options.soak()) >= 0)
                        .isPresent();
    }

    private boolean isFailure(StageView stage) {
        boolean areLossesOurs = stage.lost() > 0 && isLostMoreOften(stage);
        long failed = areLossesOurs ? stage.failed() : stage.failed() - stage.lost();
        // Devices still updating count, too: failures show earlier than successes.
        long all = failed + stage.updated() + stage.pending();
        return failed >= Math.max(1, options.minFailed())
                && failed > options.allowed(all)
                && isBeyondChance(failed, all);
    }

    private boolean isBeyondChance(long failed, long all) {
        return BinomialTest.withDefaults()
                        .with(AlternativeHypothesis.GREATER_THAN)
                        .test(Math.toIntExact(all), Math.toIntExact(failed), options.maxFailedShare())
                        .getPValue()
                < CHANCE;
    }

    private static boolean isLostMoreOften(StageView stage) {
        StageView.Control control = stage.control();
        if (control.lost() + control.reachable() == 0) {
            return false;
        }
        int[][] table = {
            {Math.toIntExact(stage.lost()), Math.toIntExact(stage.judged() - stage.lost() + stage.pending())},
            {Math.toIntExact(control.lost()), Math.toIntExact(control.reachable())}
        };
        return FisherExactTest.withDefaults()
                        .with(AlternativeHypothesis.GREATER_THAN)
                        .test(table)
                        .getPValue()
                < OUTAGE;
    }

    private static String failures(StageView stage) {
        return stage.failed() + " of " + stage.judged() + " judged devices failed (" + stage.rejected() + " rejected, "
                + stage.overdue() + " overdue, " + stage.lost() + " lost)";
    }

    private String doubt(StageView stage) {
        if (stage.size() == 0) {
            return "no device that balena heard from recently belongs to it";
        }
        if (!stage.isHalfJudged()) {
            return "only " + stage.judged() + " of its " + stage.size() + " devices showed how they are";
        }
        if (stage.lost() > 0 && !isLostMoreOften(stage)) {
            return failures(stage)
                    + ", and devices that were left alone were lost as well, or there are too few to compare:"
                    + " it may be an outage";
        }
        return failures(stage) + ": more than may fail, and too few to rule out chance";
    }
}

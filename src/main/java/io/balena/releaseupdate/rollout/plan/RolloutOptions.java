package io.balena.releaseupdate.rollout.plan;

import io.balena.releaseupdate.PreparationOptions;
import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.Quoted;
import io.balena.releaseupdate.rollout.gate.GateOptions;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a roll-out goes on.
 *
 * @param stages its stages without the last one, the fleet; empty for those that it began with, or the default
 * @param soak how long to go on watching once half of a stage is judged
 * @param deviceTimeout how long a device may be reachable without getting the release; empty for an hour, or longer
 *     where devices poll less often
 * @param minFailed how many devices must have failed before a gate fails
 * @param maxFailed the share of judged devices that may fail, in percent
 * @param healthyTag the key of a device tag that must hold the release's commit before the device counts as updated
 * @param prepareUndo whether the deltas of the way back are built before the first device moves
 * @param allowDraft whether the release may be a draft until the last stage
 * @param untilStage the name of the stage, see {@link io.balena.releaseupdate.model.RolloutStage}, after which a run
 *     ends if it passed; empty to go on to the fleet
 * @param preparation how deltas are built; its deadline is the roll-out's
 */
public record RolloutOptions(
        Optional<List<StageSize>> stages,
        Duration soak,
        Optional<Duration> deviceTimeout,
        int minFailed,
        BigDecimal maxFailed,
        Optional<String> healthyTag,
        boolean prepareUndo,
        boolean allowDraft,
        Optional<String> untilStage,
        PreparationOptions preparation) {

    private static final Pattern TAG_KEY = Pattern.compile("[^\\s\\p{C}]{1,100}");

    /** @throws BalenaException.Usage if the key can't be one, or no stage is named so */
    public RolloutOptions {
        stages = stages.map(List::copyOf);
        if (healthyTag.isPresent() && !TAG_KEY.matcher(healthyTag.get()).matches()) {
            throw new BalenaException.Usage(
                    "Not the key of a device tag, which has no white space: " + Quoted.tagKey(healthyTag.get()) + ".");
        }
        if (stages.isPresent()) {
            StageSize.numberOf(untilStage, stages.get());
        }
    }

    /** Those of a user without other wishes. */
    public static RolloutOptions waiting(PreparationOptions preparation) {
        GateOptions gate = GateOptions.DEFAULT;
        return new RolloutOptions(
                Optional.empty(),
                gate.soak(),
                Optional.empty(),
                gate.minFailed(),
                gate.maxFailed(),
                Optional.empty(),
                false,
                false,
                Optional.empty(),
                preparation);
    }

    /** The options of the gate, with this timeout. */
    public GateOptions gate(Duration timeout) {
        return new GateOptions(soak, timeout, minFailed, maxFailed);
    }
}

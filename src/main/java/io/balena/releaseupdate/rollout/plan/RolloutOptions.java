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
 * Options of a roll-out.
 *
 * @param stages its stages without the fleet; empty for those that it began with, or the default
 * @param soak how long to keep watching once half of a stage is judged
 * @param deviceTimeout how long a device may be reachable without getting the release; empty for an hour, or longer if
 *     devices poll less often
 * @param minFailed how many devices must have failed before a gate fails
 * @param maxFailed the share of judged devices that may fail, in percent
 * @param healthyTag the key of a device tag that must hold the release's commit before the device counts as updated
 * @param prepareUndo whether to build the deltas for an undo before pinning the first device
 * @param allowDraft whether the release may be a draft in the stages before the fleet
 * @param untilStage the name of the stage, see {@link io.balena.releaseupdate.model.RolloutStage}, after which a run
 *     ends if it passed; empty to continue to the fleet
 * @param preparation options for the deltas; its deadline is the roll-out's
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

    /** @throws BalenaException.Usage if the tag key is invalid, or no stage has that name */
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

    /** The defaults. */
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

    /** The gate's options with this device timeout. */
    public GateOptions gate(Duration timeout) {
        return new GateOptions(soak, timeout, minFailed, maxFailed);
    }
}

package io.balena.releaseupdate.model;

import java.util.List;

/**
 * The remaining steps of a roll-out, if every stage passes and nothing else changes.
 *
 * @param report the current state
 * @param stages the remaining stages, in order
 */
public record RolloutForecast(RolloutReport report, List<Stage> stages) {

    public RolloutForecast {
        stages = List.copyOf(stages);
    }

    /**
     * The effects of one stage.
     *
     * @param name its name, see {@link RolloutStage}
     * @param devices how many devices it adds
     * @param deltas how many deltas must be built for it
     * @param payloadSize the most bytes that its devices download in total
     * @param writes its writes in order, a clause each
     */
    public record Stage(String name, long devices, long deltas, long payloadSize, List<String> writes) {
        public Stage {
            writes = List.copyOf(writes);
        }
    }
}

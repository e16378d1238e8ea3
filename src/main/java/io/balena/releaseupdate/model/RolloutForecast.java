package io.balena.releaseupdate.model;

import java.util.List;

/**
 * What a roll-out would do from here, if every stage passes and nobody changes anything.
 *
 * @param report as it stands now
 * @param stages what is left to do, in order
 */
public record RolloutForecast(RolloutReport report, List<Stage> stages) {

    public RolloutForecast {
        stages = List.copyOf(stages);
    }

    /**
     * What one stage would do.
     *
     * @param name the stage's, see {@link RolloutStage}
     * @param devices how many devices it adds
     * @param deltas how many deltas it has built
     * @param payloadSize the most bytes that its devices download together
     * @param writes what it writes, in order, a clause each
     */
    public record Stage(String name, long devices, long deltas, long payloadSize, List<String> writes) {
        public Stage {
            writes = List.copyOf(writes);
        }
    }
}

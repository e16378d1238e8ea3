package io.balena.releaseupdate.rollout;

import io.balena.releaseupdate.PreparationOptions;
import io.balena.releaseupdate.rollout.plan.RolloutOptions;
import io.balena.releaseupdate.rollout.plan.StageSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Options of a roll-out: the defaults, except those that a test sets. */
final class Chosen {

    private final RolloutOptions usual;
    private Optional<List<StageSize>> stages;
    private Optional<String> healthyTag;
    private boolean prepareUndo;
    private boolean allowDraft;
    private Optional<String> untilStage;
    private PreparationOptions preparation;

    private Chosen(RolloutOptions usual) {
        this.usual = usual;
        stages = usual.stages();
        healthyTag = usual.healthyTag();
        prepareUndo = usual.prepareUndo();
        allowDraft = usual.allowDraft();
        untilStage = usual.untilStage();
        preparation = usual.preparation();
    }

    static Chosen from(RolloutOptions usual) {
        return new Chosen(usual);
    }

    Chosen stages(String list) {
        stages = Optional.of(StageSize.parseList(list));
        return this;
    }

    Chosen healthyTag(String key) {
        healthyTag = Optional.of(key);
        return this;
    }

    Chosen prepareUndo() {
        prepareUndo = true;
        return this;
    }

    Chosen allowDraft() {
        allowDraft = true;
        return this;
    }

    Chosen untilStage(String name) {
        untilStage = Optional.of(name);
        return this;
    }

    Chosen pollInterval(Duration longest) {
        preparation = new PreparationOptions(
                preparation.untilBuilt(),
                preparation.deadline(),
                longest,
                preparation.retries(),
                preparation.concurrency());
        return this;
    }

    RolloutOptions options() {
        return new RolloutOptions(
                stages,
                usual.soak(),
                usual.deviceTimeout(),
                usual.minFailed(),
                usual.maxFailed(),
                healthyTag,
                prepareUndo,
                allowDraft,
                untilStage,
                preparation);
    }
}

package io.balena.releaseupdate.output.progress.rollout;

import io.balena.releaseupdate.model.RolloutEvent;
import io.balena.releaseupdate.model.RolloutOutcome;
import java.util.function.Consumer;

/** Shows how a roll-out goes on. {@link #finish} comes last; the methods may be called by several threads. */
public interface RolloutProgress extends Consumer<RolloutEvent> {

    @Override
    void accept(RolloutEvent event);

    /** Time passes; to be called about once a second. */
    void tick();

    /** The run ended. Later calls of any method do nothing. */
    void finish(RolloutOutcome outcome);
}

package io.balena.releaseupdate.output.progress;

import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.model.ReleaseUpdate;
import java.util.List;

/** Shows nothing. */
final class NoProgress implements Progress {

    @Override
    public void start(List<ReleaseUpdate> updates) {}

    @Override
    public void accept(PreparationEvent event) {}

    @Override
    public void tick() {}

    @Override
    public void finish(List<ReleaseUpdate> updates, Preparation end) {}
}

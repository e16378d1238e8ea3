package io.balena.releaseupdate.output.progress;

import io.balena.releaseupdate.model.Preparation;
import io.balena.releaseupdate.model.PreparationEvent;
import io.balena.releaseupdate.model.ReleaseUpdate;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells who waits how the preparation of deltas goes. {@link #start} comes first and {@link #finish} last; what
 * {@link Progresses} makes can be called from several threads.
 */
public interface Progress extends Consumer<PreparationEvent> {

    /**
     * The preparation begins.
     *
     * @param updates the updates whose deltas are prepared, as last polled; one, or those of a fleet
     */
    void start(List<ReleaseUpdate> updates);

    /** Something happened. Also the way to tell the user of other trouble while the display is up. */
    @Override
    void accept(PreparationEvent event);

    /**
     * Time passes. Calling it about once a second keeps the times of a live display going and the signs of life coming
     * while balena is silent; without, both come with the polls.
     */
    void tick();

    /**
     * The preparation ended. Later calls of any method do nothing.
     *
     * @param updates the same updates as last polled
     */
    void finish(List<ReleaseUpdate> updates, Preparation end);
}

package io.balena.releaseupdate.output.progress.status;

import io.balena.releaseupdate.model.FleetStatus;
import io.balena.releaseupdate.model.StatusEnd;
import io.balena.releaseupdate.model.StatusEvent;
import java.util.function.Consumer;

/**
 * Shows how a fleet's devices get on while they are watched. {@link #start} comes first and {@link #finish} last; the
 * methods may be called by several threads.
 */
public interface StatusProgress extends Consumer<StatusEvent> {

    /** The watch begins with this status. */
    void start(FleetStatus status);

    @Override
    void accept(StatusEvent event);

    /** Time passes; to be called about once a second. */
    void tick();

    /** The watch ended. */
    void finish(StatusEnd end);
}

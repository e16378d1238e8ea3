package io.balena.releaseupdate.fleet;

import io.balena.releaseupdate.model.PinOutcome;
import java.time.Duration;

/** The next step of pinning a fleet. */
sealed interface PinStep {

    /** Read the fleet and the release after a pause. */
    record Read(Duration pause) implements PinStep {}

    /** Request the pin, right after the read that allows it. */
    record Write() implements PinStep {}

    /** Stop. */
    record End(PinOutcome outcome) implements PinStep {}
}

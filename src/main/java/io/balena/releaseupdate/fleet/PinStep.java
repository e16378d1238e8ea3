package io.balena.releaseupdate.fleet;

import io.balena.releaseupdate.model.PinOutcome;
import java.time.Duration;

/** What to do next to get a fleet pinned. */
sealed interface PinStep {

    /** Look at the fleet and the release after a pause. */
    record Read(Duration pause) implements PinStep {}

    /** Request the pin, right after the look that allows it. */
    record Write() implements PinStep {}

    /** Nothing more. */
    record End(PinOutcome outcome) implements PinStep {}
}

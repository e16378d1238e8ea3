package io.balena.releaseupdate.model;

import java.time.Instant;
import java.util.Optional;

/** The result of an attempt to pin a fleet. */
public sealed interface PinOutcome {

    /**
     * The fleet is pinned, as confirmed by a read.
     *
     * @param after a moment shortly before the pin, by balena's clock; empty if unknown
     */
    record Pinned(Optional<Instant> after) implements PinOutcome {

        /** Pinned at an unknown time. */
        public Pinned() {
            this(Optional.empty());
        }
    }

    /** The fleet was already pinned to the release; nothing was written. */
    record AlreadyPinned() implements PinOutcome {}

    /** Dry run: the fleet would be pinned once everything is ready. */
    record Planned() implements PinOutcome {}

    /**
     * Another user, or a new release that the fleet tracks, changed the fleet's target since the first read. That
     * change is kept.
     *
     * @param now its current target
     * @param isAfterWrite whether the pin had been requested by then and may have been in effect in between
     */
    record Repinned(FleetTarget now, boolean isAfterWrite) implements PinOutcome {}

    /**
     * No attempt was made because the preparation did not succeed.
     *
     * @param reason a short clause
     */
    record Withheld(String reason) implements PinOutcome {}

    /**
     * The fleet is not pinned because of its state: the release was invalidated or is a draft, or it is unknown whether
     * devices are ready.
     *
     * @param reason the objection and what to do
     */
    record Refused(BalenaException reason) implements PinOutcome {}

    /**
     * The attempt failed.
     *
     * @param isUncertain whether the fleet may be pinned after all, since no read showed the effect of a request; if
     *     false, a read has shown that nothing changed
     */
    record Failed(BalenaException cause, boolean isUncertain) implements PinOutcome {}

    /**
     * The thread was interrupted.
     *
     * @param isUncertain whether the fleet may be pinned after all, since a request was in flight
     */
    record Interrupted(boolean isUncertain) implements PinOutcome {}
}

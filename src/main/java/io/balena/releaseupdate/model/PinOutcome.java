package io.balena.releaseupdate.model;

import java.time.Instant;
import java.util.Optional;

/** What became of the wish to pin a fleet. */
public sealed interface PinOutcome {

    /**
     * The fleet is pinned, and that was read back.
     *
     * @param after a moment shortly before, by balena's clock; empty if balena did not say
     */
    record Pinned(Optional<Instant> after) implements PinOutcome {

        /** At a moment that is not known. */
        public Pinned() {
            this(Optional.empty());
        }
    }

    /** The fleet was pinned to the release already, so that nothing was written. */
    record AlreadyPinned() implements PinOutcome {}

    /** It would be pinned once everything is ready; nothing is changed in a dry run. */
    record Planned() implements PinOutcome {}

    /**
     * Somebody else, or a new release that the fleet tracks, changed what the fleet runs since we looked first. Their
     * word stands.
     *
     * @param now what it runs by now
     * @param isAfterWrite whether we had requested the pin by then, so that it may have been in effect in between
     */
    record Repinned(FleetTarget now, boolean isAfterWrite) implements PinOutcome {}

    /**
     * It was not tried, because the preparation did not end well.
     *
     * @param reason in a few words
     */
    record Withheld(String reason) implements PinOutcome {}

    /**
     * The fleet is not pinned, because what balena shows speaks against it: the release became invalid or a draft, or it
     * is not known whether devices are ready.
     *
     * @param reason what speaks against it and what to do
     */
    record Refused(BalenaException reason) implements PinOutcome {}

    /**
     * It was tried and did not work.
     *
     * @param isUncertain whether the fleet may be pinned all the same, because no look showed what a request did; if
     *     not, a look has shown that nothing was changed
     */
    record Failed(BalenaException cause, boolean isUncertain) implements PinOutcome {}

    /**
     * The thread was interrupted.
     *
     * @param isUncertain whether the fleet may be pinned all the same, because a request was under way
     */
    record Interrupted(boolean isUncertain) implements PinOutcome {}
}

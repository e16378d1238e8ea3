package io.balena.releaseupdate.model;

import java.util.Map;

/**
 * How the preparation of deltas ended, and the texts for that. Each ending holds the last known state of every delta.
 */
public sealed interface Preparation {

    Map<ImagePair, DeltaState> states();

    /** The identifier in NDJSON; stable across versions. */
    String label();

    /** The beginning of a sentence for users. */
    String phrase();

    /** Why a fleet is not pinned after this ending, as a clause; empty if the ending does not prevent a pin. */
    String shortfall();

    /** All deltas are finished. */
    record Ready(Map<ImagePair, DeltaState> states) implements Preparation {
        @Override
        public String label() {
            return "ready";
        }

        @Override
        public String phrase() {
            return "done";
        }

        @Override
        public String shortfall() {
            return "";
        }
    }

    /** The delta server accepted every request; the builds were not awaited. */
    record Requested(Map<ImagePair, DeltaState> states) implements Preparation {
        @Override
        public String label() {
            return "requested";
        }

        @Override
        public String phrase() {
            return "requested all deltas";
        }

        @Override
        public String shortfall() {
            return "not waited for";
        }
    }

    /** Some deltas failed permanently; the others are finished. */
    record FailedPermanently(Map<ImagePair, DeltaState> states) implements Preparation {
        @Override
        public String label() {
            return "failed";
        }

        @Override
        public String phrase() {
            return "failed permanently";
        }

        @Override
        public String shortfall() {
            return "a delta failed permanently";
        }
    }

    /** The deadline passed. */
    record TimedOut(Map<ImagePair, DeltaState> states) implements Preparation {
        @Override
        public String label() {
            return "timed_out";
        }

        @Override
        public String phrase() {
            return "timed out";
        }

        @Override
        public String shortfall() {
            return "not everything was ready in time";
        }
    }

    /** The thread was interrupted: the user or the system ended the program. */
    record Interrupted(Map<ImagePair, DeltaState> states) implements Preparation {
        @Override
        public String label() {
            return "interrupted";
        }

        @Override
        public String phrase() {
            return "interrupted";
        }

        @Override
        public String shortfall() {
            return "interrupted before everything was ready";
        }
    }

    /**
     * balena refuses the requests or is unreachable.
     *
     * @param reason the error
     */
    record Stopped(Map<ImagePair, DeltaState> states, BalenaException reason) implements Preparation {
        @Override
        public String label() {
            return "stopped";
        }

        @Override
        public String phrase() {
            return "stopped";
        }

        @Override
        public String shortfall() {
            return "balena did not let the preparation go on";
        }
    }
}

package io.balena.releaseupdate.model;

/** A user's name for a target release. */
public sealed interface TargetReference {

    /** The user's input for {@link Latest}. */
    String LATEST = "latest";

    /** The fleet's current target. */
    record Current() implements TargetReference {}

    /**
     * The release that a fleet tracking the latest would run: the newest that is final, built, passes its tests and is
     * not invalidated (balena-sdk, {@code application.trackLatestRelease}).
     */
    record Latest() implements TargetReference {
        @Override
        public String toString() {
            return LATEST;
        }
    }

    /** A specific release of the fleet. */
    record Given(ReleaseReference release) implements TargetReference {
        @Override
        public String toString() {
            return release.toString();
        }
    }

    /**
     * Parses a user's input.
     *
     * @throws BalenaException.Usage if it is no release reference
     */
    static TargetReference parse(String text) {
        return text.equals(LATEST) ? new Latest() : new Given(ReleaseReference.parse(text));
    }
}

package io.balena.releaseupdate.model;

/** How a user names the release that a fleet will run. */
public sealed interface TargetReference {

    /** The word for {@link Latest}. */
    String LATEST = "latest";

    /** The one that the fleet is told to run now. */
    record Current() implements TargetReference {}

    /**
     * The newest that a fleet which tracks the latest release would run: final, built, passing its tests and not
     * invalidated (balena-sdk, {@code application.trackLatestRelease}).
     */
    record Latest() implements TargetReference {
        @Override
        public String toString() {
            return LATEST;
        }
    }

    /** A certain one of the fleet. */
    record Given(ReleaseReference release) implements TargetReference {
        @Override
        public String toString() {
            return release.toString();
        }
    }

    /**
     * Reads what a user typed.
     *
     * @throws BalenaException.Usage if it names no release
     */
    static TargetReference parse(String text) {
        return text.equals(LATEST) ? new Latest() : new Given(ReleaseReference.parse(text));
    }
}

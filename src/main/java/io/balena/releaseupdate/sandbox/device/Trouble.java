package io.balena.releaseupdate.sandbox.device;

/**
 * What goes wrong with a device's update.
 *
 * @param value what the kind needs: seconds, or the id of a fleet or a release; 0 if it needs none
 */
public record Trouble(Kind kind, long value) {

    /** No trouble. */
    public static final Trouble NONE = new Trouble(Kind.NONE, 0);

    /** Kinds of trouble. */
    public enum Kind {
        /** The update goes well. */
        NONE,
        /** It does not meet the release's requirements: nothing is downloaded. */
        REJECT,
        /** The download never ends. */
        STALL,
        /** Its app holds the update lock for so many seconds, 0 for ever. */
        LOCK,
        /** It never comes back from applying the update. */
        CRASH,
        /** It loses its network for so many seconds, 0 for ever, as soon as the update begins. */
        SILENT,
        /** It gets the release, but its app never says that it is well. */
        UNHEALTHY,
        /** Somebody moves it to this fleet as soon as the update begins. */
        MOVE,
        /** Somebody pins it to this release as soon as the update begins. */
        PIN
    }
}

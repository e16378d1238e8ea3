package io.balena.releaseupdate.sandbox.device;

/**
 * A problem of a device's update.
 *
 * @param value the kind's parameter: seconds, or the id of a fleet or a release; 0 if it has none
 */
public record UpdateProblem(Kind kind, long value) {

    /** No trouble. */
    public static final UpdateProblem NONE = new UpdateProblem(Kind.NONE, 0);

    /** Kinds of trouble. */
    public enum Kind {
        /** No problem. */
        NONE,
        /** It does not meet the release's requirements: nothing is downloaded. */
        REJECT,
        /** The download never ends. */
        STALL,
        /** Its app holds the update lock for this many seconds, 0 for permanently. */
        LOCK,
        /** It never comes back from applying the update. */
        CRASH,
        /** It loses its network for this many seconds, 0 for permanently, as soon as the update begins. */
        SILENT,
        /** It gets the release, but its app never reports itself healthy. */
        UNHEALTHY,
        /** Another user moves it to this fleet as soon as the update begins. */
        MOVE,
        /** Another user pins it to this release as soon as the update begins. */
        PIN
    }
}

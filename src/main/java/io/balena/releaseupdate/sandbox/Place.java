package io.balena.releaseupdate.sandbox;

/** Where a {@link Fault} happens. */
public enum Place {
    DESCRIBE,
    DELTAS,
    POLL,
    TRIGGER,
    FLEET,
    PIN,
    WHOAMI,
    REFRESH,
    ANY,
    BUILD,
    REPIN,
    RELEASE;

    /** Whether that can happen here. */
    boolean allows(Effect effect) {
        return switch (this) {
            case BUILD -> effect instanceof Effect.BuildFailure;
            case REPIN -> effect instanceof Effect.Repin;
            case RELEASE -> effect instanceof Effect.ReleaseChange;
            case PIN -> effect instanceof Effect.OfWrites || effect instanceof Effect.OfRequests;
            case FLEET -> effect instanceof Effect.Lag || effect instanceof Effect.OfRequests;
            default -> effect instanceof Effect.OfRequests;
        };
    }
}

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
    RELEASE,
    PIN_DEVICES,
    TAGS,
    DEVICE;

    /** Whether a fault here can apply to one service or to some devices. */
    boolean hasSubject() {
        return this == BUILD || this == DEVICE;
    }

    /** Whether this effect can happen here. */
    boolean allows(Effect effect) {
        return switch (this) {
            case BUILD -> effect instanceof Effect.BuildFailure;
            case REPIN -> effect instanceof Effect.Repin;
            case RELEASE -> effect instanceof Effect.ReleaseChange;
            case DEVICE -> effect instanceof Effect.Mishap;
            case PIN, PIN_DEVICES -> effect instanceof Effect.OfWrites || effect instanceof Effect.OfRequests;
            case TAGS ->
                effect instanceof Effect.OfWrites
                        || effect instanceof Effect.OfRequests
                        || effect instanceof Effect.NoRights;
            case FLEET -> effect instanceof Effect.Lag || effect instanceof Effect.OfRequests;
            default -> effect instanceof Effect.OfRequests;
        };
    }
}

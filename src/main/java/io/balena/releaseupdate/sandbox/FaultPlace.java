package io.balena.releaseupdate.sandbox;

/** Where a {@link Fault} happens. */
public enum FaultPlace {
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
    boolean allows(FaultEffect effect) {
        return switch (this) {
            case BUILD -> effect instanceof FaultEffect.BuildFailure;
            case REPIN -> effect instanceof FaultEffect.Repin;
            case RELEASE -> effect instanceof FaultEffect.ReleaseChange;
            case DEVICE -> effect instanceof FaultEffect.Mishap;
            case PIN, PIN_DEVICES -> effect instanceof FaultEffect.OfWrites || effect instanceof FaultEffect.OfRequests;
            case TAGS ->
                effect instanceof FaultEffect.OfWrites
                        || effect instanceof FaultEffect.OfRequests
                        || effect instanceof FaultEffect.NoRights;
            case FLEET -> effect instanceof FaultEffect.Lag || effect instanceof FaultEffect.OfRequests;
            default -> effect instanceof FaultEffect.OfRequests;
        };
    }
}

package io.balena.releaseupdate.fleet;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.Fleet;
import io.balena.releaseupdate.model.FleetUpdate;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.ReleaseName;
import io.balena.releaseupdate.model.ReleaseState;
import io.balena.releaseupdate.text.Printable;
import java.util.Map;
import java.util.Optional;

/** Objections to pinning a fleet, worded for users. */
final class PinObjections {

    private PinObjections() {}

    /** The objection to the release as described; empty if there is none. */
    static Optional<BalenaException> toRelease(FleetUpdate update, boolean allowDraft) {
        var described = new ReleaseState(
                ReleaseState.SUCCESS, update.to().isFinal(), update.to().isInvalidated());
        return toRelease(update, Optional.of(described), allowDraft);
    }

    private static Optional<BalenaException> objection(String message) {
        return Optional.of(new BalenaException.NotFound(message));
    }

    /** The objection to the release in this state; empty if there is none. */
    static Optional<BalenaException> toRelease(FleetUpdate update, Optional<ReleaseState> state, boolean allowDraft) {
        return toRelease(update.fleet(), update.to().release().name(), state, allowDraft);
    }

    /** The objection to a fleet's release in this state; empty if there is none. */
    static Optional<BalenaException> toRelease(
            Fleet fleet, ReleaseName name, Optional<ReleaseState> state, boolean allowDraft) {
        String release = "Release " + name.label() + " of " + fleet.slug();
        if (state.isEmpty()) {
            return objection(release + " does not exist any more, or the account has no access to it."
                    + " `balena release list FLEET` shows a fleet's releases.");
        }
        if (!state.get().status().equals(ReleaseState.SUCCESS)) {
            return objection(release + " can't be pinned: its status is '"
                    + Printable.words(state.get().status())
                    + "', not 'success'. Choose a release that was built.");
        }
        if (state.get().isInvalidated()) {
            return objection(release + " is invalidated: no fleet should run it. Choose another, or validate it with"
                    + " `balena release validate`.");
        }
        if (!state.get().isFinal() && !allowDraft) {
            return Optional.of(
                    new BalenaException.NotFound(release + " is a draft.", BalenaException.Remedy.ALLOWED_DRAFT));
        }
        return Optional.empty();
    }

    /** The objection if the result of a delta is unknown; else empty. */
    static Optional<BalenaException> toDeltas(FleetUpdate update, Map<ImagePair, DeltaState> known, boolean anyway) {
        long unknown = update.releaseUpdates().stream()
                .flatMap(release -> release.pairs().stream())
                .distinct()
                .filter(pair -> !isDecided(known.get(pair), anyway))
                .count();
        return unknown == 0
                ? Optional.empty()
                : Optional.of(new BalenaException.NotReady("balena has not shown the result of " + unknown
                        + (unknown == 1 ? " delta" : " deltas") + ". Run it again: it joins what is being built."));
    }

    /** The objection if the release of some devices is unknown; else empty. */
    static Optional<BalenaException> toDevices(FleetUpdate update, boolean anyway) {
        long unknown = update.unknownDeviceCount();
        return unknown == 0 || anyway
                ? Optional.empty()
                : Optional.of(new BalenaException.NotReady(
                        "balena does not show what " + unknown + " of "
                                + update.deviceCount()
                                + " devices run: it is not known whether they are ready.",
                        BalenaException.Remedy.ALLOWED_IGNORANCE));
    }

    private static boolean isDecided(DeltaState state, boolean anyway) {
        return state instanceof DeltaState.Finished
                || anyway && (state instanceof DeltaState.Failed || state instanceof DeltaState.Refused);
    }
}

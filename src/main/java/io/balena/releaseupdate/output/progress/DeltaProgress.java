package io.balena.releaseupdate.output.progress;

import io.balena.releaseupdate.model.Delta;
import io.balena.releaseupdate.model.DeltaState;
import io.balena.releaseupdate.model.ImagePair;
import io.balena.releaseupdate.model.UpdateStatus;
import io.balena.releaseupdate.text.Printable;
import io.balena.releaseupdate.text.Sizes;
import java.util.List;
import java.util.Optional;

/**
 * Where one delta stands while it is prepared.
 *
 * @param pair the images it lies between
 * @param serviceNames the services that need it, as balena knows them, possibly harmful
 * @param services these names in one text, fit to be printed
 * @param source the release that devices run which need it, fit to be printed; empty if there is only one
 * @param imageSize bytes of the full image; 0 if unknown
 * @param state its state at the last poll
 * @param attempts how often it was requested; 0 before the first time
 * @param isRequested whether it was requested and the state did not change since
 * @param since when it was requested or changed its state, in {@link System#nanoTime} terms
 */
record DeltaProgress(
        ImagePair pair,
        List<String> serviceNames,
        String services,
        String source,
        long imageSize,
        DeltaState state,
        int attempts,
        boolean isRequested,
        long since) {

    DeltaProgress requested(int attempt, long now) {
        return new DeltaProgress(pair, serviceNames, services, source, imageSize, state, attempt, true, now);
    }

    DeltaProgress changed(DeltaState after, long now) {
        return new DeltaProgress(pair, serviceNames, services, source, imageSize, after, attempts, false, now);
    }

    /** Its name for people: {@code main from 1.2.0}. */
    String label() {
        return services + (source.isEmpty() ? "" : " from " + source);
    }

    /** How far it is; a failed one that was requested again counts as being built until balena shows the result. */
    UpdateStatus status() {
        return isRequested && state.status() == UpdateStatus.FAILED ? UpdateStatus.PREPARING : state.status();
    }

    Optional<Delta> delta() {
        return state instanceof DeltaState.Finished finished ? Optional.of(finished.delta()) : Optional.empty();
    }

    /** Why there is none, as balena says it, possibly harmful; empty unless the status is failed. */
    Optional<String> errorMessage() {
        if (status() != UpdateStatus.FAILED) {
            return Optional.empty();
        }
        if (state instanceof DeltaState.Refused refused) {
            return Optional.of(refused.reason());
        }
        return state instanceof DeltaState.Failed failed ? Optional.of(failed.reason()) : Optional.empty();
    }

    /** Its state for people: {@code requested again (2 of 3)}, {@code being built}. */
    String stateInWords(int mostAttempts) {
        if (isRequested) {
            return attempts <= 1 ? "requested" : "requested again (" + attempts + " of " + mostAttempts + ")";
        }
        return switch (status()) {
            case READY -> "ready";
            case PREPARING -> "being built";
            case PENDING -> "pending";
            case FAILED -> "failed";
            case UNKNOWN -> "unknown";
        };
    }

    /** A detail for people: the size once ready, the reason once failed; else empty. */
    String detail() {
        String brief = briefDetail();
        return delta().isEmpty() || brief.isEmpty() || imageSize == 0
                ? brief
                : brief + " instead of " + Sizes.of(imageSize);
    }

    /** The same without the size of the full image. */
    String briefDetail() {
        if (delta().isPresent()) {
            long size = delta().get().size();
            return size == 0 ? "" : Sizes.of(size);
        }
        return isRequested ? "" : Printable.of(Printable.excerpt(errorMessage().orElse("")));
    }
}

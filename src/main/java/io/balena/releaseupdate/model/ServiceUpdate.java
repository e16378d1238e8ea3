package io.balena.releaseupdate.model;

import java.util.Optional;

/**
 * The update of one service of the target release.
 *
 * @param serviceName its name
 * @param from the image on the devices; empty if the service is new
 * @param to the image of the target release
 * @param deltaState the state of the delta between the two; {@link DeltaState.Missing} if none is needed
 * @param isDeletedFirst whether devices delete the old image before they download the new one. The target release
 *     decides: the supervisor uses the strategy of the service that it will start (balena-supervisor, compose/app.ts)
 */
public record ServiceUpdate(
        String serviceName, Optional<Image> from, Image to, DeltaState deltaState, boolean isDeletedFirst) {

    private static final String DELETED_FIRST =
            "its label io.balena.update.strategy is delete-then-download: devices delete the old image first, and download"
                    + " the new one in full";

    /** The effect of an update on a service. */
    public enum Change {
        ADDED,
        UPDATED,
        UNCHANGED
    }

    /** Its effect, by comparing the images. */
    public Change change() {
        if (from.isEmpty()) {
            return Change.ADDED;
        }
        return from.get().isSameContentAs(to) ? Change.UNCHANGED : Change.UPDATED;
    }

    /** The pair whose delta devices request; empty if they need none: there are no deltas from scratch. */
    public Optional<ImagePair> pair() {
        return change() == Change.UPDATED && !isDeletedFirst
                ? from.map(source -> new ImagePair(source.id(), to.id()))
                : Optional.empty();
    }

    /** Why devices download the full image although they have an older one; empty if they can use a delta. */
    public Optional<String> fullDownloadReason() {
        return change() == Change.UPDATED && isDeletedFirst ? Optional.of(DELETED_FIRST) : Optional.empty();
    }

    /** The status of its delta; ready if it needs none. */
    public UpdateStatus status() {
        return pair().isPresent() ? deltaState.status() : UpdateStatus.READY;
    }

    /** The finished delta; empty if there is none yet or none is needed. */
    public Optional<Delta> delta() {
        return pair().isPresent() && deltaState instanceof DeltaState.Finished finished
                ? Optional.of(finished.delta())
                : Optional.empty();
    }

    /** Why there is no delta; empty unless the status is {@link UpdateStatus#FAILED}. */
    public Optional<String> errorMessage() {
        if (pair().isEmpty()) {
            return Optional.empty();
        }
        if (deltaState instanceof DeltaState.Refused refused) {
            return Optional.of(refused.reason());
        }
        return deltaState instanceof DeltaState.Failed failed ? Optional.of(failed.reason()) : Optional.empty();
    }

    /**
     * Bytes that a device downloads for this service: the finished delta, else the full image. Devices use a delta even
     * if it is larger than the image.
     */
    public long payloadSize() {
        return change() == Change.UNCHANGED ? 0 : delta().map(Delta::size).orElse(to.size());
    }
}

package io.balena.releaseupdate.sandbox.device;

/** The delta server, as devices see it. */
public interface Deltas {

    /** A delta server without deltas. */
    Deltas NONE = (from, to) -> new Supply(State.NONE, 0);

    /** The state of a delta for a device. */
    enum State {
        READY,
        /** It is being built; the device requests it again later. */
        BUILDING,
        /** There is none: the device downloads the full image. */
        NONE
    }

    /**
     * The response to a device.
     *
     * @param size the size of a finished delta in bytes
     */
    record Supply(State state, long size) {}

    /** Requests the delta between two images, which starts a build if it does not exist. */
    Supply request(long fromImage, long toImage);
}

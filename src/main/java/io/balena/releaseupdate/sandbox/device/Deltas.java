package io.balena.releaseupdate.sandbox.device;

/** The delta server, as devices see it. */
public interface Deltas {

    /** A delta server that never has any. */
    Deltas NONE = (from, to) -> new Supply(State.NONE, 0);

    /** What a device is told. */
    enum State {
        READY,
        /** It will be there later, and is requested again. */
        BUILDING,
        /** There is none: the device takes the full image. */
        NONE
    }

    /**
     * An answer.
     *
     * @param size of a delta that is ready, in bytes
     */
    record Supply(State state, long size) {}

    /** Asks for the delta between two images, which has it built if it does not exist. */
    Supply ask(long fromImage, long toImage);
}

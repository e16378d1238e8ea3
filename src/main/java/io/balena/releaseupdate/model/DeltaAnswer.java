package io.balena.releaseupdate.model;

/** What the delta server said when it was asked for a delta. */
public sealed interface DeltaAnswer {

    /** The delta is there. */
    record Finished() implements DeltaAnswer {}

    /** The server took the request, and the delta is being built. */
    record BeingBuilt() implements DeltaAnswer {}

    /**
     * The server will never supply this delta. Devices that get such an answer download the full image
     * (balena-supervisor since v16.12.3).
     *
     * @param reason what the server said, in a few words
     */
    record Refused(String reason) implements DeltaAnswer {}
}

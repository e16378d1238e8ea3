package io.balena.releaseupdate.model;

/** What the delta server said when a delta was requested. */
public sealed interface DeltaAnswer {

    /** The delta is there. */
    record Finished() implements DeltaAnswer {}

    /** The server took the request, and the delta is being built. */
    record BeingBuilt() implements DeltaAnswer {}

    /**
     * The server refused to supply this delta. Devices that get such an answer download the full image
     * (balena-supervisor since v16.12.3). One refusal may be odd; see {@link DeltaState.Refused} for a lasting one.
     *
     * @param status the HTTP status, by which refusals are compared
     * @param reason the server's words, a short text
     */
    record Refused(int status, String reason) implements DeltaAnswer {}
}

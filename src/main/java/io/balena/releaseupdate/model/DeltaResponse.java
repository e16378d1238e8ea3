package io.balena.releaseupdate.model;

/** The delta server's response to a request for a delta. */
public sealed interface DeltaResponse {

    /** The delta exists. */
    record Finished() implements DeltaResponse {}

    /** The server accepted the request and is building the delta. */
    record BeingBuilt() implements DeltaResponse {}

    /**
     * The server refused to supply this delta. Devices that get this response download the full image
     * (balena-supervisor since v16.12.3). A single refusal proves nothing; {@link DeltaState.Refused} is a lasting one.
     *
     * @param status the HTTP status; refusals with the same status count together
     * @param reason the server's message, a short text
     */
    record Refused(int status, String reason) implements DeltaResponse {}
}

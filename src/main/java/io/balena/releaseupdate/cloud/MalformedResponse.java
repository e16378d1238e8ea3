package io.balena.releaseupdate.cloud;

/** A response that differs from what balena's API is known to send. */
class MalformedResponse extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param what what came, which follows "answered … with" in a message */
    MalformedResponse(String what) {
        super(what);
    }
}

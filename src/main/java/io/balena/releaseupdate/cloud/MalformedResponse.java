package io.balena.releaseupdate.cloud;

/** An answer that is not what balena's API is known to answer. */
class MalformedResponse extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param what came, to stand behind "answered … with" */
    MalformedResponse(String what) {
        super(what);
    }
}

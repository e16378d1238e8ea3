package io.balena.releaseupdate.sandbox;

/** A request that is answered with an error; the message is the body. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    RefusedException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** The sandbox does not know this. It says so instead of guessing what balenaCloud would answer. */
    static RefusedException notUnderstood(String what) {
        return new RefusedException(400, what);
    }

    int status() {
        return status;
    }
}

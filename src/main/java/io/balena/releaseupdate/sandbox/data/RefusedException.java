package io.balena.releaseupdate.sandbox.data;

/** A request that is answered with an error. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final boolean isSilent;

    /** An error whose message is the body of the answer. */
    public RefusedException(int status, String message) {
        this(status, message, false);
    }

    private RefusedException(int status, String message, boolean isSilent) {
        super(message, null, false, false);
        this.status = status;
        this.isSilent = isSilent;
    }

    /** The sandbox does not know this. It says so instead of guessing what balenaCloud would answer. */
    public static RefusedException notUnderstood(String what) {
        return new RefusedException(400, what);
    }

    /** An error for which balena gives no reason: the body is empty, the message is for whoever debugs the sandbox. */
    public static RefusedException silent(int status, String message) {
        return new RefusedException(status, message, true);
    }

    /** The status of the answer. */
    public int status() {
        return status;
    }

    /** The body of the answer, empty if it has none. */
    public String body() {
        return isSilent ? "" : getMessage();
    }
}

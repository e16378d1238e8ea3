package io.balena.releaseupdate.sandbox.data;

/** A request that gets an error response. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final boolean isSilent;

    /** An error whose message is the response's body. */
    public RefusedException(int status, String message) {
        this(status, message, false);
    }

    private RefusedException(int status, String message, boolean isSilent) {
        super(message, null, false, false);
        this.status = status;
        this.isSilent = isSilent;
    }

    /** A request that the sandbox does not support. It says so instead of guessing balenaCloud's response. */
    public static RefusedException notUnderstood(String what) {
        return new RefusedException(400, what);
    }

    /** An error for which balena gives no reason: the body is empty, the message is for debugging the sandbox. */
    public static RefusedException silent(int status, String message) {
        return new RefusedException(status, message, true);
    }

    /** The response's status. */
    public int status() {
        return status;
    }

    /** The response's body; empty if it has none. */
    public String body() {
        return isSilent ? "" : getMessage();
    }
}

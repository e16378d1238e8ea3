package io.balena.releaseupdate.cloud;

/** An answer with a good status that is not what balena's API is known to answer. */
final class BadAnswer extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean cutOff;

    private BadAnswer(String message, boolean cutOff) {
        super(message);
        this.cutOff = cutOff;
    }

    /** @param message what came, to stand behind "answered … with" */
    static BadAnswer of(String message) {
        return new BadAnswer(message, false);
    }

    /** An answer that ends too early: the connection may have broken, so that it is worth another try. */
    static BadAnswer cutOff(String message) {
        return new BadAnswer(message, true);
    }

    boolean isCutOff() {
        return cutOff;
    }
}

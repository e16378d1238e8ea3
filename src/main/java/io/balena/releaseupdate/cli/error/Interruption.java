package io.balena.releaseupdate.cli.error;

/** The user, or the system, ended a command that has something to say about it. */
public final class Interruption extends InterruptedException {

    private static final long serialVersionUID = 1;

    /** @param whatGoesOn a sentence for the user */
    Interruption(String whatGoesOn) {
        super(whatGoesOn);
    }
}

package io.balena.releaseupdate.cli;

/** The user, or the system, ended a command that has something to say about it. */
final class Interruption extends InterruptedException {

    private static final long serialVersionUID = 1;

    /** @param whatGoesOn a sentence for the user */
    Interruption(String whatGoesOn) {
        super(whatGoesOn);
    }
}

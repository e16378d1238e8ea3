package io.balena.releaseupdate.cli;

/** Marks tests that run on the executable only: on the JVM, the class that they extend has run already. */
final class Executable {

    static final String TAG = "executable";

    private Executable() {}
}

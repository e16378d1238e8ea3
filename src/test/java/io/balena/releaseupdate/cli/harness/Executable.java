package io.balena.releaseupdate.cli.harness;

/** Marks tests that run on the executable only: on the JVM, the class that they extend has run already. */
public final class Executable {

    public static final String TAG = "executable";

    private Executable() {}
}

package io.balena.releaseupdate.cli.process;

import io.quarkus.runtime.ImageMode;
import org.graalvm.nativeimage.VMRuntime;

/** Replaces the start of the executable's runtime, which would read options of its own. Ours has none. */
public final class NativeStart {

    private NativeStart() {}

    /**
     * Does the same. Without it, the reader of a pipe who leaves ends the program by SIGPIPE, before it can say that its
     * result got lost.
     */
    public static void complete() {
        if (ImageMode.current() == ImageMode.NATIVE_RUN) {
            VMRuntime.initialize();
        }
    }
}

package io.balena.releaseupdate.cli.process;

import io.quarkus.runtime.ImageMode;
import org.graalvm.nativeimage.c.function.CFunction;

/**
 * Keeps the memory of the executable, which holds the token, from being written to a core dump. That is the default of
 * half a dozen signals, and often ends in the working directory.
 */
public final class PrivateMemory {

    private static final int PR_SET_DUMPABLE = 4;

    private PrivateMemory() {}

    /**
     * From now on neither a signal nor a crash dumps the memory, and only root may read it or the variables. A limit on
     * the size of core dumps would not do: the kernel ignores it if it pipes them into a program.
     */
    public static void enforce() {
        if (ImageMode.current() == ImageMode.NATIVE_RUN) {
            prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
        }
    }

    @CFunction(transition = CFunction.Transition.NO_TRANSITION)
    private static native int prctl(int option, long second, long third, long fourth, long fifth);
}

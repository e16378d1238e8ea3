package io.balena.releaseupdate.cli.process;

import io.quarkus.runtime.ImageMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandomSpi;
import java.security.Security;
import java.util.List;
import java.util.Map;
import org.graalvm.nativeimage.PinnedObject;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.UnsignedWord;
import org.graalvm.word.WordFactory;

/**
 * Random numbers of the kernel without its device files. The JDK knows only {@code /dev/urandom}, and without random
 * numbers there is no TLS; an empty root directory has no such file.
 */
public final class KernelRandomness {

    private static final Path DEVICE = Path.of("/dev/urandom");

    private KernelRandomness() {}

    /** Makes the executable call the kernel if the device is missing. Call this before anything needs random bytes. */
    public static void replaceMissingDevice() {
        if (ImageMode.current() == ImageMode.NATIVE_RUN && !Files.isReadable(DEVICE)) {
            Security.insertProviderAt(new SystemCallProvider(), 1);
        }
    }

    private static final class SystemCallProvider extends Provider {
        private static final long serialVersionUID = 1;

        SystemCallProvider() {
            super("getrandom", "1", "Random numbers by getrandom(2)");
            putService(
                    new Service(
                            this,
                            "SecureRandom",
                            "getrandom",
                            SystemCall.class.getName(),
                            List.of(),
                            Map.of("ThreadSafe", "true")) {
                        @Override
                        public Object newInstance(Object parameter) {
                            return new SystemCall();
                        }
                    });
        }
    }

    private static final class SystemCall extends SecureRandomSpi {
        private static final long serialVersionUID = 1;

        /** The kernel gives as much as this at once; of more, possibly only a part. */
        private static final int LARGEST_REQUEST = 256;

        @CFunction(value = "getrandom", transition = CFunction.Transition.NO_TRANSITION)
        private static native long getrandom(CCharPointer buffer, UnsignedWord length, int flags);

        @Override
        protected void engineSetSeed(byte[] seed) {
            // The kernel's needs none.
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            try (PinnedObject pinned = PinnedObject.create(bytes)) {
                for (int done = 0; done < bytes.length; ) {
                    int wanted = Math.min(LARGEST_REQUEST, bytes.length - done);
                    long got = getrandom(pinned.addressOfArrayElement(done), WordFactory.unsigned(wanted), 0);
                    if (got <= 0) {
                        throw new ProviderException("The kernel gives no random numbers");
                    }
                    done += (int) got;
                }
            }
        }

        @Override
        protected byte[] engineGenerateSeed(int length) {
            byte[] seed = new byte[length];
            engineNextBytes(seed);
            return seed;
        }
    }
}

package io.balena.releaseupdate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Which release of this tool it is. */
public final class Version {

    /** The version alone, {@code 1.2.3}; part of the executable, which holds no resource of it. */
    public static final String NUMBER = read();

    /** Name and version, as requests say it. */
    public static final String CLIENT = "balena-release-update/" + NUMBER;

    private Version() {}

    private static String read() {
        try (InputStream file = Version.class.getResourceAsStream("version.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

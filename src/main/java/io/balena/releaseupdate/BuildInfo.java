package io.balena.releaseupdate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The version of this tool. */
public final class BuildInfo {

    /**
     * The lines that the build wrote: version, commit and date. The native executable contains the list, not the
     * resource.
     */
    private static final List<String> LINES = read();

    /** The version alone, {@code 1.2.3}. */
    public static final String NUMBER = LINES.get(0);

    /** Name and version, as sent with requests. */
    public static final String CLIENT = "balena-release-update/" + NUMBER;

    /** Name, version, commit and date of the build; no commit if it was not built in a Git checkout. */
    public static final String BUILD = describe(LINES);

    private BuildInfo() {}

    static String describe(List<String> lines) {
        String commit = lines.get(1);
        return "balena-release-update " + lines.get(0) + " (" + (commit.isEmpty() ? "" : "commit " + commit + ", ")
                + "built " + lines.get(2) + ")";
    }

    private static List<String> read() {
        try (InputStream file = BuildInfo.class.getResourceAsStream("version.txt")) {
            return List.of(new String(file.readAllBytes(), StandardCharsets.US_ASCII).split("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

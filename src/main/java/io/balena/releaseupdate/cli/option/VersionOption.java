package io.balena.releaseupdate.cli.option;

import io.balena.releaseupdate.BuildInfo;
import java.util.Arrays;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** Shows the version alone; the command {@code version} shows more. */
public final class VersionOption {

    private static final String SHORT = "-v";
    private static final String LONG = "--version";

    @Option(
            names = {SHORT, LONG},
            versionHelp = true,
            description = "Show the version and exit.")
    private boolean version;

    /** Whether it is anywhere among these arguments. */
    public static boolean isIn(String... arguments) {
        return Arrays.stream(arguments).anyMatch(argument -> argument.equals(SHORT) || argument.equals(LONG));
    }

    /** The version alone. */
    public static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {BuildInfo.NUMBER};
        }
    }
}

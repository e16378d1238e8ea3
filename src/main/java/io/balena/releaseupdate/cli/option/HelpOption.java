package io.balena.releaseupdate.cli.option;

import java.util.Arrays;
import picocli.CommandLine.Option;

/** The option that every command has. */
public final class HelpOption {

    private static final String SHORT = "-h";
    private static final String LONG = "--help";

    @Option(
            names = {SHORT, LONG},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    /** Whether it is anywhere among these arguments. */
    public static boolean isIn(String... arguments) {
        return Arrays.stream(arguments).anyMatch(argument -> argument.equals(SHORT) || argument.equals(LONG));
    }
}

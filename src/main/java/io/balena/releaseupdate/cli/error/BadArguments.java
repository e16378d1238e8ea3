package io.balena.releaseupdate.cli.error;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.Quoted;
import io.balena.releaseupdate.model.ReleaseReference;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, and never repeats a token that stands in the wrong place. */
public final class BadArguments {

    private static final String TOKENS_PLACE =
            " A token goes into the variable BALENA_API_KEY, or into a file that --token-file names.";

    private static final Pattern OPTION = Pattern.compile("--[A-Za-z]{1,14}(-[A-Za-z]{1,14}){0,3}|-[A-Za-z]{1,4}");
    private static final Pattern WORD = Pattern.compile("[a-z][a-z-]{0,11}");
    private static final Pattern SHORT_COMMIT = Pattern.compile("[0-9a-f]{1,12}");

    /** Names of the option for a token in other programs, and in the minds of users. */
    private static final Set<String> TOKEN_OPTIONS = Set.of(
            "--token",
            "--api-key",
            "--apikey",
            "--api-token",
            "--access-token",
            "--auth-token",
            "--auth",
            "--key",
            "--password",
            "--session",
            "--secret",
            "--balena-token",
            "--balena-api-key");

    private BadArguments() {}

    /** A line for a user. */
    public static String message(ParameterException e, String[] arguments) {
        String message = e instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched, unmatched.getUnmatched().get(0))
                : e.getMessage();
        for (String argument : arguments) {
            // Picocli's own messages repeat values, too.
            for (String part : List.of(argument, argument.substring(argument.indexOf('=') + 1))) {
                if (part.length() > 1 && Quoted.mayHoldToken(part)) {
                    message = message.replace("'" + part + "'", part).replace(part, Quoted.NOT_SHOWN);
                }
            }
        }
        return message.contains(Quoted.NOT_SHOWN) && !message.contains(TOKENS_PLACE)
                ? sentence(message) + TOKENS_PLACE
                : message;
    }

    private static String unmatched(UnmatchedArgumentException e, String argument) {
        if (e.isUnknownOption()) {
            String name = argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
            return "Unknown option: "
                    + (OPTION.matcher(name).matches() ? name : Quoted.NOT_SHOWN)
                    + (TOKEN_OPTIONS.contains(name.toLowerCase()) ? "." + TOKENS_PLACE : "");
        }
        boolean isRelease = isRelease(argument);
        boolean isShown = WORD.matcher(argument).matches()
                || SHORT_COMMIT.matcher(argument).matches()
                || (isRelease || isFleet(argument)) && !Quoted.mayHoldToken(argument);
        return "Unexpected argument: "
                + (isShown ? argument : Quoted.NOT_SHOWN)
                + (isRelease && takesReleases(e.getCommandLine()) ? ". Releases follow --to-release" : "");
    }

    /** Whether the message already tells where a token belongs. */
    public static boolean saysWhereTokensGo(String message) {
        return message.contains(TOKENS_PLACE);
    }

    /** The message with a full stop at its end. */
    public static String sentence(String message) {
        return message.endsWith(".") ? message : message + ".";
    }

    private static boolean takesReleases(CommandLine command) {
        return command.getCommandSpec().findOption("--to-release") != null;
    }

    private static boolean isRelease(String argument) {
        return isReadable(() -> ReleaseReference.parse(argument));
    }

    private static boolean isFleet(String argument) {
        return isReadable(() -> FleetReference.parse(argument));
    }

    private static boolean isReadable(Runnable reading) {
        try {
            reading.run();
            return true;
        } catch (BalenaException.Usage e) {
            return false;
        }
    }
}

package io.balena.releaseupdate.cli;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.Quoted;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The option or command that a user may have meant. A suggestion repeats nothing that could be a token. */
final class Suggestions {

    private static final int MOST_TYPOS = 2;
    private static final int LONGEST_NAME = 40;

    private Suggestions() {}

    /** A sentence for the end of the message; empty if nothing comes to mind. */
    static Optional<String> of(ParameterException e, String[] arguments) {
        Optional<String> fleet = fleet(e.getCommandLine(), arguments);
        if (fleet.isPresent() || !(e instanceof UnmatchedArgumentException unmatched)) {
            return fleet;
        }
        return unmatched.isUnknownOption()
                ? option(unmatched)
                : similar(unmatched).map(name -> "Did you mean `" + name + "`?");
    }

    /** A fleet in front, where a command belongs. */
    private static Optional<String> fleet(CommandLine command, String[] arguments) {
        boolean isFleet = command.getParent() == null && arguments.length > 0 && isShownSlug(arguments[0]);
        return isFleet ? Optional.of("Did you mean `fleet " + arguments[0] + "`?") : Optional.empty();
    }

    private static boolean isShownSlug(String argument) {
        try {
            FleetReference.parse(argument);
            return argument.contains("/") && !Quoted.mayHoldToken(argument);
        } catch (BalenaException.Usage e) {
            return false;
        }
    }

    private static Optional<String> option(UnmatchedArgumentException e) {
        String name = e.getUnmatched().get(0).split("=", 2)[0];
        CommandLine main = e.getCommandLine().getCommandSpec().root().commandLine();
        if (main.getCommandSpec().findOption(name) != null) {
            return Optional.of("It belongs to the main command.");
        }
        String owners = main.getSubcommands().values().stream()
                .filter(command -> command.getCommandSpec().findOption(name) != null)
                .map(command -> "`" + command.getCommandName() + "`")
                .collect(Collectors.joining(" and "));
        return owners.isEmpty()
                ? similar(e).map(similar -> "Did you mean " + similar + "?")
                : Optional.of("It belongs to " + owners + ".");
    }

    private static Optional<String> similar(UnmatchedArgumentException e) {
        String given = e.getUnmatched().get(0).split("=", 2)[0];
        if (given.length() > LONGEST_NAME) {
            return Optional.empty();
        }
        CommandSpec command = e.getCommandLine().getCommandSpec();
        Stream<String> names = e.isUnknownOption()
                ? command.options().stream().filter(option -> !option.hidden()).map(OptionSpec::longestName)
                : command.subcommands().keySet().stream();
        return names.filter(name -> distance(given, name) <= MOST_TYPOS)
                .min(Comparator.comparingInt(name -> distance(given, name)));
    }

    /** How many characters were left out, added, mistaken or swapped with their neighbour. */
    private static int distance(String given, String meant) {
        int[][] distance = new int[given.length() + 1][meant.length() + 1];
        for (int i = 0; i <= given.length(); i++) {
            for (int j = 0; j <= meant.length(); j++) {
                if (i == 0 || j == 0) {
                    distance[i][j] = i + j;
                    continue;
                }
                boolean same = given.charAt(i - 1) == meant.charAt(j - 1);
                int least = Math.min(distance[i - 1][j], distance[i][j - 1]) + 1;
                least = Math.min(least, distance[i - 1][j - 1] + (same ? 0 : 1));
                boolean swapped = i > 1
                        && j > 1
                        && given.charAt(i - 1) == meant.charAt(j - 2)
                        && given.charAt(i - 2) == meant.charAt(j - 1);
                distance[i][j] = swapped ? Math.min(least, distance[i - 2][j - 2] + 1) : least;
            }
        }
        return distance[given.length()][meant.length()];
    }
}

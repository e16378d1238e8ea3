package io.balena.releaseupdate.cli.error;

import io.balena.releaseupdate.model.BalenaException;
import io.balena.releaseupdate.model.FleetReference;
import io.balena.releaseupdate.model.Quoted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The option or command that a user may have meant. A suggestion repeats nothing that could be a token. */
public final class Suggestions {

    private static final int MOST_TYPOS = 2;
    private static final int LONGEST_NAME = 40;

    private Suggestions() {}

    /** A sentence for the end of the message; empty if nothing comes to mind. */
    public static Optional<String> of(ParameterException e, String[] arguments) {
        Optional<String> fleet = fleet(e.getCommandLine(), arguments);
        if (fleet.isPresent() || !(e instanceof UnmatchedArgumentException unmatched)) {
            return fleet;
        }
        return unmatched.isUnknownOption()
                ? option(unmatched)
                : command(e.getCommandLine(), unmatched.getUnmatched().get(0));
    }

    /** For a fleet in the place of a command. */
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
        Optional<String> belongsTo = owners(main, name);
        if (belongsTo.isPresent()) {
            return belongsTo;
        }
        Optional<String> own = nearest(name, options(e.getCommandLine()));
        Optional<String> meant = own.or(() -> nearest(
                name,
                Stream.concat(Stream.of(main), main.getSubcommands().values().stream())
                        .flatMap(Suggestions::options)));
        return meant.map(other -> "Did you mean " + other + "?"
                + (own.isPresent()
                        ? ""
                        : owners(main, other).map(owners -> " " + owners).orElse("")));
    }

    /** A sentence; empty if no command has such an option. */
    private static Optional<String> owners(CommandLine main, String option) {
        List<String> owners = new ArrayList<>();
        main.getSubcommands().forEach((name, command) -> {
            if (command.getCommandSpec().findOption(option) != null) {
                owners.add("`" + name + "`");
            }
        });
        if (main.getCommandSpec().findOption(option) != null) {
            owners.add("the main command");
        }
        int last = owners.size() - 1;
        return switch (owners.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of("It belongs to " + owners.get(0) + ".");
            default ->
                Optional.of("It belongs to " + String.join(", ", owners.subList(0, last)) + " and " + owners.get(last)
                        + ".");
        };
    }

    private static Stream<String> options(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .map(OptionSpec::longestName);
    }

    /** The command that a user may have meant, as a sentence; empty if none comes to mind. */
    public static Optional<String> command(CommandLine main, String given) {
        return nearest(given, main.getSubcommands().keySet().stream()).map(name -> "Did you mean `" + name + "`?");
    }

    private static Optional<String> nearest(String given, Stream<String> names) {
        return given.length() > LONGEST_NAME
                ? Optional.empty()
                : names.filter(name -> distance(given, name) <= MOST_TYPOS)
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

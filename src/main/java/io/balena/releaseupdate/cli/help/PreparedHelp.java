package io.balena.releaseupdate.cli.help;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IHelpSectionRenderer;

/**
 * Help laid out beforehand, for what most see it in: 80 columns without colours, as in a pipe. To lay it out takes longer
 * than the rest of {@code --help}.
 */
public final class PreparedHelp {

    private static final int USUAL_WIDTH = 80;
    private static final String SECTION = "prepared";

    private PreparedHelp() {}

    /**
     * Lays out the help of a command and its subcommands.
     *
     * @param copy another model of the same commands: picocli makes instances of those whose help it lays out, and keeps
     *     them, but the container must make those of {@code main}
     */
    public static void prepare(CommandLine main, CommandLine copy) {
        List<String> sections = List.copyOf(main.getHelpSectionKeys());
        copy.setUsageHelpAutoWidth(false).setUsageHelpWidth(USUAL_WIDTH);
        prepare(main, copy, sections);
        main.getSubcommands()
                .forEach((name, subcommand) ->
                        prepare(subcommand, copy.getSubcommands().get(name), sections));
        main.setUsageHelpAutoWidth(true).setHelpSectionKeys(List.of(SECTION));
    }

    private static void prepare(CommandLine command, CommandLine copy, List<String> sections) {
        String prepared = copy.getUsageMessage(Ansi.OFF);
        Map<String, IHelpSectionRenderer> renderers = Map.copyOf(command.getHelpSectionMap());
        command.getHelpSectionMap()
                .put(
                        SECTION,
                        help -> isUsual(help)
                                ? prepared
                                : sections.stream()
                                        .map(section -> renderers.get(section).render(help))
                                        .collect(Collectors.joining()));
    }

    private static boolean isUsual(Help help) {
        return help.commandSpec().usageMessage().width() == USUAL_WIDTH
                && !help.colorScheme().ansi().enabled();
    }
}

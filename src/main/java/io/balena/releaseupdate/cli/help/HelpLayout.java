package io.balena.releaseupdate.cli.help;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_DESCRIPTION;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_DESCRIPTION_HEADING;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER_HEADING;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_PARAMETER_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_PARAMETER_LIST_HEADING;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_SYNOPSIS;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING;

import io.balena.releaseupdate.cli.process.ExitCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.IOptionRenderer;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Help that fits on a screen: options in groups, a line for each with the first sentence of its description. The manual
 * page has the rest.
 */
public final class HelpLayout {

    private static final String LINE = System.lineSeparator();
    private static final int USUAL_WIDTH = 80;
    private static final int LEAST_WIDTH = 55;
    private static final Pattern NARROW = Pattern.compile("[1-7]?[0-9]");

    private static final List<String> SECTIONS = List.of(
            SECTION_KEY_SYNOPSIS_HEADING,
            SECTION_KEY_SYNOPSIS,
            SECTION_KEY_DESCRIPTION_HEADING,
            SECTION_KEY_DESCRIPTION,
            SECTION_KEY_PARAMETER_LIST_HEADING,
            SECTION_KEY_PARAMETER_LIST,
            SECTION_KEY_COMMAND_LIST_HEADING,
            SECTION_KEY_COMMAND_LIST,
            SECTION_KEY_OPTION_LIST_HEADING,
            SECTION_KEY_OPTION_LIST,
            SECTION_KEY_EXIT_CODE_LIST_HEADING,
            SECTION_KEY_EXIT_CODE_LIST,
            SECTION_KEY_FOOTER_HEADING,
            SECTION_KEY_FOOTER);

    private HelpLayout() {}

    /** Lays out the help of a command and of all its subcommands. */
    public static void apply(CommandLine command) {
        command.setHelpSectionKeys(SECTIONS);
        Map<String, IHelpSectionRenderer> sections = command.getHelpSectionMap();
        sections.put(SECTION_KEY_DESCRIPTION, HelpLayout::description);
        sections.put(SECTION_KEY_COMMAND_LIST, HelpLayout::commands);
        sections.put(SECTION_KEY_OPTION_LIST, HelpLayout::options);
        sections.put(SECTION_KEY_EXIT_CODE_LIST, HelpLayout::exitCodes);
        sections.put(SECTION_KEY_FOOTER, HelpLayout::examples);
        command.getSubcommands().values().forEach(HelpLayout::apply);
    }

    /**
     * Makes help as narrow as the variable COLUMNS says. Without it, it is as wide as the terminal, and in a pipe as most
     * terminals are.
     */
    public static CommandLine fitting(CommandLine command, Map<String, String> environment) {
        String columns = environment.getOrDefault("COLUMNS", "");
        if (NARROW.matcher(columns).matches()) {
            command.setUsageHelpAutoWidth(false).setUsageHelpWidth(Math.max(LEAST_WIDTH, Integer.parseInt(columns)));
        }
        return command;
    }

    /** The short form of a description. */
    static String firstSentence(String... description) {
        return String.join(" ", description).split("\\.( |$)", 2)[0] + ".";
    }

    private static String description(Help help) {
        return wrapped(help, firstSentence(help.commandSpec().usageMessage().description()));
    }

    private static String commands(Help help) {
        int width = help.subcommands().keySet().stream()
                .mapToInt(String::length)
                .max()
                .orElse(0);
        TextTable table = TextTable.forColumns(
                help.colorScheme(),
                new Help.Column(width + 2, 2, Help.Column.Overflow.SPAN),
                new Help.Column(width(help) - width - 2, 2, Help.Column.Overflow.WRAP));
        help.subcommands()
                .forEach((name, command) -> table.addRowValues(
                        help.colorScheme().commandText(name),
                        help.colorScheme()
                                .text(firstSentence(
                                        command.commandSpec().usageMessage().description()))));
        return table.toString();
    }

    private static String options(Help help) {
        List<OptionSpec> options = help.commandSpec().options().stream()
                .filter(option -> !option.hidden())
                .toList();
        int longest = options.stream().mapToInt(HelpLayout::labelLength).max().orElse(0);
        return Arrays.stream(OptionGroup.values())
                .filter(group -> options.stream().anyMatch(group::contains))
                .map(group -> heading(help, group)
                        + table(
                                help,
                                longest,
                                options.stream().filter(group::contains).toList()))
                .collect(Collectors.joining(LINE));
    }

    private static String heading(Help help, OptionGroup group) {
        // The first has the heading of the whole list.
        return group == OptionGroup.COMMON
                ? ""
                : help.colorScheme().text(group.title() + ":" + LINE).toString();
    }

    private static int labelLength(OptionSpec option) {
        return option.longestName().length()
                + (option.arity().max() == 0 ? 0 : 1 + option.paramLabel().length());
    }

    private static String table(Help help, int longest, List<OptionSpec> options) {
        TextTable table = TextTable.forDefaultColumns(help.colorScheme(), longest + 2, width(help));
        IOptionRenderer usual = help.createDefaultOptionRenderer();
        var layout = new Help.Layout(
                help.colorScheme(),
                table,
                (option, labels, colors) ->
                        new Text[][] {firstLine(usual.render(option, labels, colors)[0], option, colors)},
                help.createDefaultParameterRenderer());
        layout.addOptions(options, help.parameterLabelRenderer());
        return layout.toString();
    }

    private static Text[] firstLine(Text[] row, OptionSpec option, ColorScheme colors) {
        Text[] line = row.clone();
        line[line.length - 1] = colors.text(firstSentence(option.description()));
        return line;
    }

    /** In two columns if there is room. */
    private static String exitCodes(Help help) {
        List<String> codes =
                help.commandSpec().usageMessage().exitCodeList().isEmpty() ? List.of() : ExitCode.shortList();
        if (width(help) < USUAL_WIDTH) {
            return codes.stream().map(code -> wrapped(help, "  " + code)).collect(Collectors.joining());
        }
        int rows = (codes.size() + 1) / 2;
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows; row++) {
            String right = row + rows < codes.size() ? codes.get(row + rows) : "";
            text.append("  %-36s  %s".formatted(codes.get(row), right).stripTrailing())
                    .append(LINE);
        }
        return text.toString();
    }

    /** The main command has room for one. */
    private static String examples(Help help) {
        return Arrays.stream(help.commandSpec().usageMessage().footer())
                .limit(help.commandSpec().parent() == null ? 1 : Long.MAX_VALUE)
                .map(line -> (help.commandSpec().parent() == null ? line.strip() : line).replace("%%", "%") + LINE)
                .collect(Collectors.joining());
    }

    private static String wrapped(Help help, String text) {
        TextTable table =
                TextTable.forColumns(help.colorScheme(), new Help.Column(width(help), 0, Help.Column.Overflow.WRAP));
        table.addRowValues(text);
        return table.toString();
    }

    private static int width(Help help) {
        return help.commandSpec().usageMessage().width();
    }
}

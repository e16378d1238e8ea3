package io.balena.releaseupdate.cli.help;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.cli.BareCommand;
import io.balena.releaseupdate.cli.process.ExitCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

class HelpLayoutTest {

    private static final int MOST_LINES = 60;
    private static final int WIDTH = 80;

    static Stream<CommandLine> commands() {
        CommandLine main = BareCommand.model();
        return Stream.concat(Stream.of(main), main.getSubcommands().values().stream());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void fitsOnAScreen(CommandLine command) {
        List<String> lines = help(command);
        assertTrue(lines.size() <= MOST_LINES, () -> lines.size() + " lines: " + String.join("\n", lines));
        lines.forEach(line -> assertTrue(line.length() <= WIDTH, line));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void hasALineForEachOption(CommandLine command) {
        List<String> lines = help(command);
        for (OptionSpec option : command.getCommandSpec().options()) {
            List<String> its = lines.stream()
                    .filter(line -> line.matches("^ +(-., )?" + option.longestName() + "[= ].*"))
                    .toList();
            assertEquals(option.hidden() ? 0 : 1, its.size(), option.longestName());
            assertTrue(option.hidden() || its.get(0).endsWith("."), () -> "it goes on elsewhere: " + its);
        }
    }

    @Test
    void isInTheOrderInWhichItIsNeeded() {
        List<String> headings = help(BareCommand.model()).stream()
                .filter(line -> line.matches("[A-Z][A-Za-z ]+:.*"))
                .map(line -> line.replaceFirst(":.*", ""))
                .toList();
        assertEquals(
                List.of("Usage", "Commands", "Options", "Waiting", "Connection", "Sandbox", "Exit codes", "Examples"),
                headings);
    }

    @Test
    void hasEveryExitCode() {
        String help = String.join("\n", help(BareCommand.model()));
        List<String> missing = new ArrayList<>();
        for (ExitCode code : ExitCode.values()) {
            if (!help.matches("(?s).*(\n| ) " + code.number() + " +[a-z].*")) {
                missing.add(code.toString());
            }
        }
        assertEquals(List.of(), missing);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void breaksNoWordWhereThereIsLittleRoom(CommandLine command) {
        Set<String> broken = words(help(command, 60));
        broken.removeAll(words(help(command)));
        assertEquals(Set.of(), broken);
    }

    private static Set<String> words(List<String> lines) {
        return lines.stream()
                .flatMap(line -> Stream.of(line.split(" +")))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static List<String> help(CommandLine command) {
        return help(command, WIDTH);
    }

    private static List<String> help(CommandLine command, int width) {
        return command.setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(width)
                .getUsageMessage(Ansi.OFF)
                .lines()
                .toList();
    }
}

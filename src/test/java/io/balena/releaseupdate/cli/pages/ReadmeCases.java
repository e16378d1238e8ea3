package io.balena.releaseupdate.cli.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.balena.releaseupdate.cli.BareCommand;
import io.balena.releaseupdate.cli.harness.CommandUnderTest;
import io.balena.releaseupdate.cli.harness.Ended;
import io.balena.releaseupdate.cli.harness.Resources;
import io.balena.releaseupdate.cli.process.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The README and the pages in docs say what is so. */
abstract class ReadmeCases {

    private final CommandUnderTest command = CommandUnderTest.hurried();

    /** A command and what a terminal shows of it, and then its exit code where it is not 0. */
    private static final Pattern SESSION = Pattern.compile(
            "```console\\n\\$ balena-release-update (.*)\\n((?:(?!```|\\$ ).*\\n)*)(?:\\$ echo \\$\\?\\n(\\d+)\\n)?```");

    private static final Pattern JSON = Pattern.compile("```json\\n(\\{.*?\\n})\\n```", Pattern.DOTALL);

    /** A row of a table that begins with an option, and in that cell each. */
    private static final Pattern OPTION_ROW = Pattern.compile("^\\| (`-[^|]*) \\|", Pattern.MULTILINE);

    private static final Pattern OPTION = Pattern.compile("(?<=`)--?[a-z-]+");

    record Session(Path page, String arguments, List<String> shown, int exitCode) {
        @Override
        public String toString() {
            return page + ": " + arguments;
        }
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void showsWhatCommandsPrint(Session session) {
        Ended result = command.run(session.arguments().split(" "));
        List<String> messages =
                result.messages().stream().map(ReadmeCases::anyTime).toList();
        List<String> document = new ArrayList<>(
                session.shown().stream().map(ReadmeCases::anyTime).toList());
        assertTrue(document.containsAll(messages), () -> "missing on the page: " + messages);
        document.removeAll(messages);
        // On a busy machine, a delta may be ready before it was seen being built.
        document.removeIf(line -> line.endsWith(": being built"));
        assertEquals(document, result.stdout().lines().toList());
        assertEquals(session.exitCode(), result.exitCode());
    }

    private static String anyTime(String line) {
        return line.replaceFirst("^done after \\d+ s:", "done after some time:");
    }

    static Stream<Session> sessions() {
        return Pages.all().stream().flatMap(ReadmeCases::sessions);
    }

    private static Stream<Session> sessions(Path page) {
        String text = Pages.text(page);
        List<Session> sessions = SESSION.matcher(text)
                .results()
                .map(match -> new Session(
                        page,
                        match.group(1),
                        List.of(match.group(2).split("\n")),
                        match.group(3) == null ? 0 : Integer.parseInt(match.group(3))))
                .toList();
        assertEquals(text.split("```console").length - 1, sessions.size(), () -> "blocks understood in " + page);
        return sessions.stream();
    }

    @Test
    void showsTheDocumentOfTheNpmToolsExample() {
        MatchResult shown =
                JSON.matcher(Pages.text(Pages.OPTIONS)).results().findFirst().orElseThrow();
        assertEquals(Resources.text("/readme.json"), shown.group(1) + "\n");
    }

    @Test
    void showsTheApplicationThatIsTested() throws IOException {
        String application = Files.readString(Path.of("src/test/consumer/src/main/java/org/acme/Deploy.java"));
        assertTrue(Pages.text(Pages.LIBRARY).contains("```java\n" + application + "```\n"));
    }

    @Test
    void listsEveryOption() {
        String pages = Pages.allText();
        for (CommandLine command : commands()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                assertTrue(pages.contains("`" + option.longestName()), option.longestName());
            }
        }
    }

    @Test
    void listsNoOptionThatIsNone() {
        List<String> options = commands().stream()
                .flatMap(command -> command.getCommandSpec().optionsMap().keySet().stream())
                .toList();
        OPTION_ROW.matcher(Pages.allText()).results().map(row -> row.group(1)).forEach(cell -> OPTION.matcher(cell)
                .results()
                .forEach(option -> assertTrue(options.contains(option.group()), option.group())));
    }

    private static Collection<CommandLine> commands() {
        CommandLine main = BareCommand.model();
        List<CommandLine> commands = new ArrayList<>(main.getSubcommands().values());
        commands.add(main);
        return commands;
    }

    @Test
    void listsEveryExitCode() {
        String readme = Pages.text(Pages.README);
        ExitCode.list().forEach((code, meaning) -> {
            String row = "\n| " + code.strip() + " | " + meaning + " | ";
            assertTrue(readme.contains(row), () -> "the README lacks" + row);
        });
    }
}

package io.balena.releaseupdate.cli.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.balena.releaseupdate.cli.ManualPages;
import io.balena.releaseupdate.cli.harness.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;

/** The manual as {@code man} shows it. */
class ManualTest {

    private static final long PATIENCE_SECONDS = 60;

    private static final Pattern SECTION = Pattern.compile("^([A-Z][A-Z ]+)\n((?:\n| .*\n)*)", Pattern.MULTILINE);
    private static final Pattern OPTION = Pattern.compile("^ {7}(-[^\\s,]+(?:, -[^\\s,]+)*)", Pattern.MULTILINE);
    private static final Pattern VARIABLE = Pattern.compile("\\b[A-Z]+(?:_[A-Z]+)+\\b|\\b[a-z]+_proxy\\b");

    @TempDir
    Path folder;

    @BeforeEach
    void writePages() throws Exception {
        for (Map.Entry<String, String> page : ManualPages.pages().entrySet()) {
            Files.writeString(folder.resolve(page.getKey()), page.getValue());
        }
    }

    static List<String> pages() {
        return List.copyOf(ManualPages.pages().keySet());
    }

    @Test
    void hasAPageForEachCommand() throws Exception {
        assertEquals(
                Set.of(
                        "balena-release-update.1",
                        "balena-release-update-fleet.1",
                        "balena-release-update-status.1",
                        "balena-release-update-rollout.1",
                        "balena-release-update-sandbox.1",
                        "balena-release-update-help.1",
                        "balena-release-update-completion.1",
                        "balena-release-update-version.1"),
                ManualPages.pages().keySet());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void isRenderedWithoutAWarning(String page) throws Exception {
        render(page);
        assertEquals("", Files.readString(folder.resolve("stderr")));
    }

    @Test
    void hasTheUsualSections() throws Exception {
        assertEquals(
                List.of(
                        "NAME",
                        "SYNOPSIS",
                        "DESCRIPTION",
                        "COMMANDS",
                        "OPTIONS",
                        "EXIT STATUS",
                        "ENVIRONMENT",
                        "FILES",
                        "EXAMPLES",
                        "SEE ALSO"),
                SECTION.matcher(render("balena-release-update.1"))
                        .results()
                        .map(match -> match.group(1))
                        .toList());
    }

    @Test
    void listsTheOptionsOfEachCommand() throws Exception {
        for (CommandSpec command : ManualPages.commands().toList()) {
            String page = command.qualifiedName("-") + ".1";
            assertEquals(
                    command.options().stream()
                            .filter(option -> !option.hidden())
                            .map(ManualPages::label)
                            .toList(),
                    OPTION.matcher(section("OPTIONS", render(page)))
                            .results()
                            .map(match -> match.group(1))
                            .toList(),
                    page);
        }
    }

    @Test
    void showsExamplesAsTheyAreTyped() throws Exception {
        assertTrue(section("EXAMPLES", render("balena-release-update.1"))
                .contains(" balena-release-update --wait --from-release 900813 --to-release 900835\n"));
    }

    /** The page lists each variable that means something to the command before it comes to unusual environments. */
    @Test
    void listsTheVariablesOfTheirPage() throws Exception {
        Set<String> documented = variables(Pages.text(Pages.SETTINGS).split("\n## Unusual environments\n", 2)[0]);
        assertTrue(documented.contains("BALENARC_API_URL"), () -> "found only " + documented);
        assertEquals(documented, variables(section("ENVIRONMENT", render("balena-release-update.1"))));
    }

    private static Set<String> variables(String text) {
        return VARIABLE.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String section(String title, String rendered) {
        return SECTION.matcher(rendered)
                .results()
                .filter(match -> match.group(1).equals(title))
                .map(match -> match.group(2))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + title + " in " + rendered));
    }

    private String render(String page) throws Exception {
        assumeTrue(Programs.areInstalled("man"), "man is not installed");
        Path stdout = folder.resolve("stdout");
        ProcessBuilder man = new ProcessBuilder(
                        "man", "--warnings", "-l", folder.resolve(page).toString())
                .redirectOutput(stdout.toFile())
                .redirectError(folder.resolve("stderr").toFile());
        man.environment().keySet().retainAll(List.of("PATH"));
        man.environment().put("LC_ALL", "C.UTF-8");
        man.environment().put("MANWIDTH", "120");
        Process process = man.start();
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), () -> "man failed on " + page);
        return Files.readString(stdout);
    }
}
